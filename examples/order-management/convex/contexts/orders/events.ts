import { defineEvents } from "@convex-es/platform-core";
import { v, type Infer } from "convex/values";

export const vOrderItem = v.object({
  productId: v.string(),
  quantity: v.number(),
  unitPriceCents: v.number(),
});

/** What a line of an order costs. */
export const centsOf = ({ quantity, unitPriceCents }: Infer<typeof vOrderItem>) =>
  quantity * unitPriceCents;

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
