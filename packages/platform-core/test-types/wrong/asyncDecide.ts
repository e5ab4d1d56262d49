// decide must not be async
import { Order, orderEvents } from "../shop.js";

Order.command({
  decide: async (_order, { orderId }) => orderEvents.OrderSubmitted({ orderId, totalCents: 1 }),
});
