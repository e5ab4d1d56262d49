import { v } from "convex/values";
import { query } from "./_generated/server";
import { orders } from "./contexts/orders";
import { orderDetails } from "./contexts/orders/projections/orderDetails";
import { orderFulfilment } from "./contexts/orders/projections/orderFulfilment";
import { orderSummaries } from "./contexts/orders/projections/orderSummaries";
import { platform } from "./platform";

export const { createOrder, addOrderItem, removeOrderItem, submitOrder, cancelOrder } =
  platform.mutations(orders);

export const { get: getOrderSummary, page: pageOrderSummaries } = platform.view(orderSummaries);

/** Live, and never behind: what is not yet in the row is folded onto it. */
export const { get: getOrderDetails } = platform.reactiveView(orderDetails);

export const { read: readOrderFulfilment, freshness: orderFulfilmentFreshness } =
  platform.view(orderFulfilment);

export const listOrdersOfCustomer = query({
  args: { customerId: v.string() },
  handler: (ctx, { customerId }) =>
    platform.read(orderSummaries).list(ctx, {
      index: "by_customer",
      range: (q) => q.eq("customerId", customerId),
    }),
});
