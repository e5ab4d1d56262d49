import { ensure } from "@convex-es/platform-core";
import { customerSnapshot } from "../customerSnapshot";
import { orderEvents, totalOf } from "../events";
import { Order, orderRejections } from "../order";

export const submitOrder = Order.command({
  load: ({ db }, _args, { state, actor }) => customerSnapshot(db, actor, state.customerId),
  decide: ({ status, customerId, items }, { orderId }, { data: customer }) => {
    ensure(status === "draft", orderRejections.ORDER_NOT_DRAFT, { status });
    ensure(items.length > 0, orderRejections.ORDER_EMPTY);
    const order = { orderId, customerId, customer, items, totalCents: totalOf(items) };
    return orderEvents.OrderSubmitted(order);
  },
});
