// 'state' does not exist in type
import { ensure } from "../../src/index.js";
import { Order, orderRejections } from "../shop.js";

Order.command({
  decide: ({ status }) => {
    ensure(status === "draft", orderRejections.ORDER_NOT_DRAFT, { state: status });
    return [];
  },
});
