import { defineEvents } from "@convex-es/platform-core";
import { addField } from "@convex-es/platform-core/upcast";
import { v, type Infer } from "convex/values";

export const vOrderItem = v.object({
  productId: v.string(),
  quantity: v.number(),
  unitPriceCents: v.number(),
});
export type OrderItem = Infer<typeof vOrderItem>;

/** The customer at the time when the order was submitted; `null` where the app did not know the customer. */
export const vCustomer = v.union(v.null(), v.object({ name: v.string() }));

/** What a line of an order costs. */
export const centsOf = ({ quantity, unitPriceCents }: OrderItem) => quantity * unitPriceCents;
/** What all of them cost. */
export const totalOf = (items: readonly OrderItem[]) =>
  items.reduce((sum, item) => sum + centsOf(item), 0);

/** Those of other products. */
export const without = (items: readonly OrderItem[], { productId }: OrderItem) =>
  items.filter((item) => item.productId !== productId);

export const orderEvents = defineEvents(
  {
    OrderCreated: { orderId: v.string(), customerId: v.string() },
    OrderItemAdded: { orderId: v.string(), item: vOrderItem },
    OrderItemRemoved: { orderId: v.string(), item: vOrderItem },
    OrderSubmitted: {
      orderId: v.string(),
      customerId: v.string(),
      customer: vCustomer,
      items: v.array(vOrderItem),
      totalCents: v.number(),
    },
    OrderCancelled: { orderId: v.string(), customerId: v.string(), reason: v.string() },
  },
  {
    tags: { customerId: "customer" },
    upcast: {
      OrderSubmitted: {
        1: addField("totalCents", ({ items }: { items: OrderItem[] }) => totalOf(items)),
        2: addField("customer", null),
        3: addField("customerId", "unknown"),
      },
      OrderCancelled: { 1: addField("customerId", "unknown") },
    },
  },
);
