import { v } from "convex/values";
import { orderEvents } from "../events";
import { Order } from "../order";

export const createOrder = Order.creation({
  args: { customerId: v.string() },
  decide: (_order, { orderId, customerId }) => orderEvents.OrderCreated({ orderId, customerId }),
});
