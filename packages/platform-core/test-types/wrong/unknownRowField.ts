// OrderSubmitted: total is not a field of orderSummaries
import { defineProjection, orderEvents } from "../shop.js";

defineProjection("orderSummaries", {
  events: orderEvents,
  key: "orderId",
  initial: { customerId: "", totalCents: 0 },
  on: {
    OrderSubmitted: (row, { totalCents }) => ({ ...row, total: totalCents }),
  },
});
