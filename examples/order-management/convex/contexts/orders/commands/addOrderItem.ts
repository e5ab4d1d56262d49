import { ensure } from "@convex-es/platform-core";
import { orderEvents, vOrderItem } from "../events";
import { isListed, isPrice, isQuantity, Order, orderRejections } from "../order";

export const addOrderItem = Order.command({
  args: { item: vOrderItem },
  decide: ({ status, items }, { orderId, item }) => {
    const { productId, quantity, unitPriceCents } = item;
    ensure(status === "draft", orderRejections.ORDER_NOT_DRAFT, { status });
    ensure(isQuantity(quantity), orderRejections.INVALID_QUANTITY, { quantity });
    ensure(isPrice(unitPriceCents), orderRejections.INVALID_PRICE, { unitPriceCents });
    ensure(!isListed(items, productId), orderRejections.PRODUCT_ALREADY_ON_ORDER, { productId });
    return orderEvents.OrderItemAdded({ orderId, item });
  },
});
