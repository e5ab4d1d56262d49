import { defineProjection } from "../../../define";
import { orderEvents, totalOf, without, type OrderItem } from "../events";

const listing = (items: OrderItem[]) => ({ items, totalCents: totalOf(items) });

export const orderDetails = defineProjection("orderDetails", {
  events: orderEvents,
  key: "orderId",
  delivery: { mode: "async", partitions: 2 },
  initial: { customerId: "", customer: null, status: "draft", items: [], totalCents: 0 },
  on: {
    OrderCreated: (row, { customerId }) => ({ ...row, customerId }),
    OrderItemAdded: (row, { item }) => ({ ...row, ...listing([...row.items, item]) }),
    OrderItemRemoved: (row, { item }) => ({ ...row, ...listing(without(row.items, item)) }),
    OrderSubmitted: (row, { customer }) => ({ ...row, customer, status: "submitted" }),
    OrderCancelled: (row) => ({ ...row, status: "cancelled" }),
  },
});
