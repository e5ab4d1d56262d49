import { defineBoundedContext } from "@convex-es/platform-core";
import { addOrderItem } from "./commands/addOrderItem";
import { cancelOrder } from "./commands/cancelOrder";
import { createOrder } from "./commands/createOrder";
import { removeOrderItem } from "./commands/removeOrderItem";
import { submitOrder } from "./commands/submitOrder";
import { orderDetails } from "./projections/orderDetails";
import { orderFulfilment } from "./projections/orderFulfilment";
import { orderSummaries } from "./projections/orderSummaries";

export const orders = defineBoundedContext("orders", {
  description: "Orders from the first item to submission or cancellation",
  commands: { createOrder, addOrderItem, removeOrderItem, submitOrder, cancelOrder },
  projections: [orderSummaries, orderDetails, orderFulfilment],
});
