// Cannot assign to 'status' because it is a read-only property
import { Order } from "../shop.js";

Order.command({
  decide: (order) => {
    order.status = "submitted";
    return [];
  },
});
