import { defineRejections } from "@convex-es/platform-core";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { defineAggregate } from "../../define";
import { isWhole } from "../../isWhole";
import { orderEvents, vOrderItem, without } from "./events";

const vStatus = literals("draft", "submitted", "cancelled");

export const isQuantity = (n: number) => isWhole(n, 1);
export const isPrice = (n: number) => isWhole(n, 0);
export const isListed = (items: readonly { productId: string }[], productId: string) =>
  items.some((item) => item.productId === productId);

export const orderRejections = defineRejections({
  ORDER_NOT_DRAFT: {
    message: "Only a draft order can be changed.",
    details: { status: vStatus },
  },
  INVALID_QUANTITY: {
    message: "A quantity is a whole number from 1 on.",
    details: { quantity: v.number() },
  },
  INVALID_PRICE: {
    message: "A price is a whole number of cents from 0 on.",
    details: { unitPriceCents: v.number() },
  },
  PRODUCT_ALREADY_ON_ORDER: {
    message: "The product is on the order already; remove it first.",
    details: { productId: v.string() },
  },
  PRODUCT_NOT_ON_ORDER: {
    message: "The product is not on the order.",
    details: { productId: v.string() },
  },
  ORDER_EMPTY: { message: "An order without items cannot be submitted." },
  ORDER_ALREADY_CANCELLED: { message: "The order is cancelled already." },
});

export const Order = defineAggregate(
  "Order",
  v.object({ customerId: v.string(), status: vStatus, items: v.array(vOrderItem) }),
  {
    id: "orderId",
    events: orderEvents,
    rejections: orderRejections,
    initial: { customerId: "", status: "draft", items: [] },
    // Shape 1 did not hold the customer; the events do.
    shapes: { 1: "refold" },
    evolve: {
      OrderCreated: (order, { customerId }) => ({ ...order, customerId }),
      OrderItemAdded: (order, { item }) => ({ ...order, items: [...order.items, item] }),
      OrderItemRemoved: (order, { item }) => ({ ...order, items: without(order.items, item) }),
      OrderSubmitted: (order) => ({ ...order, status: "submitted" }),
      OrderCancelled: (order) => ({ ...order, status: "cancelled" }),
    },
  },
);
