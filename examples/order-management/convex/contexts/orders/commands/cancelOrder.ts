import { ensure } from "@convex-es/platform-core";
import { v } from "convex/values";
import { orderEvents } from "../events";
import { Order, orderRejections } from "../order";
import { orderLifecycle } from "../orderLifecycle";

export const cancelOrder = Order.command({
  args: { reason: v.string() },
  rateLimit: { rate: 100, period: 60_000, capacity: 300 },
  decide: ({ status, customerId }, { orderId, reason }) => {
    const open = orderLifecycle.canTransition(status, "cancelled");
    ensure(open, orderRejections.ORDER_ALREADY_CANCELLED);
    return orderEvents.OrderCancelled({ orderId, customerId, reason });
  },
});
