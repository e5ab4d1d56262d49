// OrderGone is not an event of Order
import { defineAggregate, orderEvents, orderRejections, vOrder } from "../shop.js";

defineAggregate("Order", vOrder, {
  id: "orderId",
  events: orderEvents,
  rejections: orderRejections,
  initial: { customerId: "", status: "draft", items: [] },
  evolve: {
    OrderCreated: (order, { customerId }) => ({ ...order, customerId }),
    OrderItemAdded: (order, { item }) => ({ ...order, items: [...order.items, item] }),
    OrderSubmitted: (order) => ({ ...order, status: "submitted" }),
    OrderGone: (order) => order,
  },
});
