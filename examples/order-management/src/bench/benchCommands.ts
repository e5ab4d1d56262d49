import type { Value } from "convex/values";

/** A command that both sides have, under one name and with the same fields. */
export type BenchCommand = {
  name: "createOrder" | "addOrderItem" | "submitOrder";
  fieldsFor: (orderId: string) => Record<string, Value>;
};

const item = { productId: "tea", quantity: 2, unitPriceCents: 1250 };

/** An order from its creation to its submission. */
export const benchCommands: readonly BenchCommand[] = [
  { name: "createOrder", fieldsFor: (orderId) => ({ orderId, customerId: "customer-1" }) },
  { name: "addOrderItem", fieldsFor: (orderId) => ({ orderId, item }) },
  { name: "submitOrder", fieldsFor: (orderId) => ({ orderId }) },
];
