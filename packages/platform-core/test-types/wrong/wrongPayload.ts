// Type 'string' is not assignable to type 'number'
import { Order, orderEvents } from "../shop.js";

Order.command({
  decide: (_order, { orderId }) => orderEvents.OrderSubmitted({ orderId, totalCents: "1" }),
});
