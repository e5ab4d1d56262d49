import { defineEvents } from "@convex-es/platform-core";
import { v } from "convex/values";

export const vOrderItem = v.object({
  productId: v.string(),
  quantity: v.number(),
  unitPriceCents: v.number(),
});

export const orderEvents = defineEvents(
  {
    OrderCreated: { orderId: v.string(), customerId: v.string() },
    OrderItemAdded: { orderId: v.string(), item: vOrderItem },
    OrderItemRemoved: { orderId: v.string(), item: vOrderItem },
    OrderSubmitted: { orderId: v.string(), items: v.array(vOrderItem), totalCents: v.number() },
    OrderCancelled: { orderId: v.string(), reason: v.string() },
  },
  { tags: { customerId: "customer" } },
);
