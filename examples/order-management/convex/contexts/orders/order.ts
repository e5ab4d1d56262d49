import { defineAggregate, defineRejections } from "@convex-es/platform-core";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { orderEvents, vOrderItem } from "./events";

const vStatus = literals("draft", "submitted", "cancelled");

export const isWhole = (n: number, least: number) => Number.isSafeInteger(n) && n >= least;
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
  v.object({ status: vStatus, items: v.array(vOrderItem) }),
  {
    id: "orderId",
    events: orderEvents,
    rejections: orderRejections,
    initial: { status: "draft", items: [] },
    evolve: {
      OrderCreated: (order) => ({ ...order, status: "draft" }),
      OrderItemAdded: (order, { item }) => ({ ...order, items: [...order.items, item] }),
      OrderItemRemoved: (order, { item }) => ({
        ...order,
        items: order.items.filter(({ productId }) => productId !== item.productId),
      }),
      OrderSubmitted: (order) => ({ ...order, status: "submitted" }),
      OrderCancelled: (order) => ({ ...order, status: "cancelled" }),
    },
  },
);
