import { platform } from "./checkout.js";
import { orders } from "./shop.js";

// The functions that an app exports; the wrong programs call them through generated code.
export const { createOrder, addOrderItem, submitOrder } = platform.mutations(orders);
export const batch = platform.batch(orders);
