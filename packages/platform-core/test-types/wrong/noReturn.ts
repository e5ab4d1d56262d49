// decide must return an event, a list of events, or []
import { Order, orderEvents } from "../shop.js";

Order.command({
  decide: (_order, { orderId }) => {
    orderEvents.OrderSubmitted({ orderId, totalCents: 1 });
  },
});
