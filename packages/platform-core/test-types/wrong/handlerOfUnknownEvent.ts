// OrderGone is not an event of orderSummaries
import { defineProjection, orderEvents } from "../shop.js";

defineProjection("orderSummaries", {
  events: orderEvents,
  key: "orderId",
  initial: { customerId: "", totalCents: 0 },
  on: {
    OrderCreated: (row, { customerId }) => ({ ...row, customerId }),
    OrderGone: (row) => row,
  },
});
