// No event of Order has the field ordrId
import { defineAggregate, orderEvents, orderRejections, vOrder } from "../shop.js";

defineAggregate("Order", vOrder, {
  id: "ordrId",
  events: orderEvents,
  rejections: orderRejections,
  initial: { customerId: "", status: "draft", items: [] },
  evolve: {
    OrderCreated: (order, { customerId }) => ({ ...order, customerId }),
    OrderItemAdded: (order, { item }) => ({ ...order, items: [...order.items, item] }),
    OrderSubmitted: (order) => ({ ...order, status: "submitted" }),
  },
});
