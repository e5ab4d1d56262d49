import { defineProjection } from "../../../define";
import { orderEvents } from "../../orders/events";

const { OrderSubmitted } = orderEvents;

export const customerSales = defineProjection("customerSales", {
  events: { OrderSubmitted },
  key: "customerId",
  delivery: "async",
  initial: { name: "", orders: 0, revenueCents: 0 },
  on: {
    OrderSubmitted: (row, { customer, totalCents }) => ({
      name: customer?.name ?? row.name,
      orders: row.orders + 1,
      revenueCents: row.revenueCents + totalCents,
    }),
  },
});
