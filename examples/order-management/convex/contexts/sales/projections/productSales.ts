import { defineProjection } from "../../../define";
import { centsOf, orderEvents } from "../../orders/events";

const { OrderSubmitted } = orderEvents;

export const productSales = defineProjection("productSales", {
  events: { OrderSubmitted },
  key: ({ payload }) => payload.items.map(({ productId }) => productId),
  delivery: "async",
  initial: { orders: 0, quantity: 0, revenueCents: 0 },
  on: {
    OrderSubmitted: ({ orders, quantity, revenueCents }, { items }, { key }) => {
      const sold = items.filter(({ productId }) => productId === key);
      return {
        orders: orders + 1,
        quantity: sold.reduce((sum, item) => sum + item.quantity, quantity),
        revenueCents: sold.reduce((sum, item) => sum + centsOf(item), revenueCents),
      };
    },
  },
});
