import { platform } from "./platform";
import { productSales, sales } from "./sales";

export const { placeOrder } = platform.mutations(sales);
export const { get: getSales, freshness: salesFreshness } = platform.view(productSales);
export const { get: getSalesNow } = platform.reactiveView(productSales);
