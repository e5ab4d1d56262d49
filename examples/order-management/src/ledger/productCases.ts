import { api } from "../../convex/_generated/api.js";
import { productIdOf } from "../../convex/contexts/inventory/events.ts";
import type { CasesOf } from "./CommandCase.ts";
import { stepOf, type Step } from "./stepOf.ts";

const { inventory } = api;
const add = stepOf(inventory.addProduct, (sku) => ({
  productId: productIdOf(sku),
  sku,
  name: "Tea",
  unitPriceCents: 1250,
}));
const receive = (quantity: number) =>
  stepOf(inventory.receiveStock, (sku) => ({ productId: productIdOf(sku), quantity }));
const reserve = (orderId: string) =>
  stepOf(inventory.reserveStock, (sku) => ({ productId: productIdOf(sku), orderId, quantity: 2 }));
const endOf = (sku: string) => ({ productId: productIdOf(sku), orderId: "order-1" });

/** What makes a product in stock, some of it reserved; every command but the creation can be executed on it. */
export const reserved: readonly Step[] = [add, receive(10), reserve("order-1")];

/** The commands of the inventory context. */
export const productCases: CasesOf<"inventory"> = {
  addProduct: { step: add, given: [], isCreation: true },
  receiveStock: { step: receive(10), given: [add], again: receive(-100) },
  reserveStock: { step: reserve("order-2"), given: reserved },
  confirmReservation: { step: stepOf(inventory.confirmReservation, endOf), given: reserved },
  releaseReservation: { step: stepOf(inventory.releaseReservation, endOf), given: reserved },
};
