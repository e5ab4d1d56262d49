// "orderSumaries"
import { defineProjection, orderEvents } from "../shop.js";

defineProjection("orderSumaries", {
  events: orderEvents,
  key: "orderId",
  initial: { customerId: "", totalCents: 0 },
  on: {
    OrderCreated: (row) => row,
  },
});
