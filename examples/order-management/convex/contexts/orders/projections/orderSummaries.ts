import { defineProjection } from "../../../define";
import { orderEvents } from "../events";

export const orderSummaries = defineProjection("orderSummaries", {
  events: orderEvents,
  key: "orderId",
  initial: { customerId: "", status: "draft", itemCount: 0, totalCents: 0 },
  on: {
    OrderCreated: (row, { customerId }) => ({ ...row, customerId }),
    OrderItemAdded: (row, { item }) => ({
      ...row,
      itemCount: row.itemCount + 1,
      totalCents: row.totalCents + item.quantity * item.unitPriceCents,
    }),
    OrderItemRemoved: (row, { item }) => ({
      ...row,
      itemCount: row.itemCount - 1,
      totalCents: row.totalCents - item.quantity * item.unitPriceCents,
    }),
    OrderSubmitted: (row) => ({ ...row, status: "submitted" }),
    OrderCancelled: (row) => ({ ...row, status: "cancelled" }),
  },
});
