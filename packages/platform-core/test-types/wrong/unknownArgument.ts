// Property 'itm' does not exist
import { Order, orderEvents, vItem } from "../shop.js";

Order.command({
  args: { item: vItem },
  decide: (_order, { orderId, itm }) => orderEvents.OrderItemAdded({ orderId, item: itm }),
});
