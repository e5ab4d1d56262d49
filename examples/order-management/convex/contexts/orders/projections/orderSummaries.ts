import { defineProjection } from "../../../define";
import { centsOf, orderEvents } from "../events";

export const orderSummaries = defineProjection("orderSummaries", {
  events: orderEvents,
  key: "orderId",
  initial: { customerId: "", status: "draft", totalCents: 0 },
  on: {
    OrderCreated: (row, { customerId }) => ({ ...row, customerId }),
    OrderItemAdded: (row, { item }) => ({ ...row, totalCents: row.totalCents + centsOf(item) }),
    OrderItemRemoved: (row, { item }) => ({ ...row, totalCents: row.totalCents - centsOf(item) }),
    OrderSubmitted: (row) => ({ ...row, status: "submitted" }),
    OrderCancelled: (row) => ({ ...row, status: "cancelled" }),
  },
});
