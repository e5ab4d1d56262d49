import { api } from "../../convex/_generated/api.js";
import type { CasesOf } from "./CommandCase.ts";
import { stepOf, type Step } from "./stepOf.ts";

const tea = { productId: "tea", quantity: 2, unitPriceCents: 1250 };
const coffee = { productId: "coffee", quantity: 1, unitPriceCents: 1890 };

const create = stepOf(api.orders.createOrder, (orderId) => ({ orderId, customerId: "customer-1" }));
const add = (item: typeof tea) => stepOf(api.orders.addOrderItem, (orderId) => ({ orderId, item }));
const submit = stepOf(api.orders.submitOrder, (orderId) => ({ orderId }));
const remove = stepOf(api.orders.removeOrderItem, (orderId) => ({
  orderId,
  productId: tea.productId,
}));
const cancel = stepOf(api.orders.cancelOrder, (orderId) => ({
  orderId,
  reason: "changed my mind",
}));

/** What makes a draft order with one item; every command but the creation can be executed on it. */
export const draft: readonly Step[] = [create, add(tea)];

/** The commands of the orders context. */
export const orderCases: CasesOf<"orders"> = {
  createOrder: { step: create, given: [], isCreation: true },
  addOrderItem: { step: add(coffee), given: [create] },
  removeOrderItem: { step: remove, given: draft },
  submitOrder: { step: submit, given: draft },
  cancelOrder: { step: cancel, given: [create] },
};
