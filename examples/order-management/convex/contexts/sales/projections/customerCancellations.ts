import { defineProjection } from "../../../define";
import { orderEvents } from "../../orders/events";
import { inWindow } from "../inWindow";

const { OrderCreated, OrderCancelled } = orderEvents;

/** A customer's cancellations of the last 30 days, seen from the newest event. */
export const customerCancellations = defineProjection("customerCancellations", {
  events: { OrderCreated, OrderCancelled },
  key: "customerId",
  delivery: "async",
  initial: { newestAt: 0, cancelledAt: [] },
  on: {
    OrderCreated: (row, _created, { occurredAt }) => inWindow(occurredAt, row),
    OrderCancelled: ({ newestAt, cancelledAt }, _cancelled, { occurredAt }) =>
      inWindow(occurredAt, { newestAt, cancelledAt: [...cancelledAt, occurredAt] }),
  },
});
