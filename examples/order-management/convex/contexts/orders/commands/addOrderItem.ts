import { ensure } from "@convex-es/platform-core";
import { orderEvents, vOrderItem } from "../events";
import { Order, orderRejections } from "../order";

export const addOrderItem = Order.command({
  args: { item: vOrderItem },
  decide: ({ status, items }, { orderId, item }) => {
    const { productId, quantity, unitPriceCents } = item;
    ensure(status === "draft", orderRejections.ORDER_NOT_DRAFT, { status });
    ensure(isCount(quantity, 1), orderRejections.INVALID_QUANTITY, { quantity });
    ensure(isCount(unitPriceCents, 0), orderRejections.INVALID_PRICE, { unitPriceCents });
    const listed = items.some((other) => other.productId === productId);
    ensure(!listed, orderRejections.PRODUCT_ALREADY_ON_ORDER, { productId });
    return orderEvents.OrderItemAdded({ orderId, item });
  },
});

const isCount = (n: number, least: number) => Number.isSafeInteger(n) && n >= least;
