import { ensure } from "@convex-es/platform-core";
import { centsOf, orderEvents } from "../events";
import { Order, orderRejections } from "../order";

export const submitOrder = Order.command({
  decide: ({ status, items }, { orderId }) => {
    ensure(status === "draft", orderRejections.ORDER_NOT_DRAFT, { status });
    ensure(items.length > 0, orderRejections.ORDER_EMPTY);
    const totalCents = items.reduce((sum, item) => sum + centsOf(item), 0);
    return orderEvents.OrderSubmitted({ orderId, items, totalCents });
  },
});
