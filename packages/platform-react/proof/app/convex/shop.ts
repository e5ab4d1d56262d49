import { platform } from "./platform";
import { productSales, sales } from "./sales";

export const { placeOrder } = platform.mutations(sales);
const open = { open: true };
export const { get: getSales, freshness: salesFreshness } = platform.view(productSales, open);
export const { get: getSalesNow } = platform.reactiveView(productSales, open);
