import { ensure } from "@convex-es/platform-core";
import { v } from "convex/values";
import { orderEvents } from "../events";
import { Order, orderRejections } from "../order";

export const removeOrderItem = Order.command({
  args: { productId: v.string() },
  decide: ({ status, items }, { orderId, productId }) => {
    ensure(status === "draft", orderRejections.ORDER_NOT_DRAFT, { status });
    const item = items.find((listed) => listed.productId === productId);
    ensure(item, orderRejections.PRODUCT_NOT_ON_ORDER, { productId });
    return orderEvents.OrderItemRemoved({ orderId, item });
  },
});
