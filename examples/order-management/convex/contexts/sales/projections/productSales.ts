import { defineProjection } from "../../../define";
import { orderEvents, totalOf } from "../../orders/events";

const { OrderSubmitted } = orderEvents;

export const productSales = defineProjection("productSales", {
  events: { OrderSubmitted },
  key: ({ payload }) => payload.items.map(({ productId }) => productId),
  delivery: "async",
  initial: { orders: 0, quantity: 0, revenueCents: 0 },
  on: {
    OrderSubmitted: (row, { items }, { key }) => {
      const sold = items.filter(({ productId }) => productId === key);
      const quantity = sold.reduce((sum, item) => sum + item.quantity, row.quantity);
      return { orders: row.orders + 1, quantity, revenueCents: row.revenueCents + totalOf(sold) };
    },
  },
});
