import { customerCancellations } from "./contexts/sales/projections/customerCancellations";
import { customerSales } from "./contexts/sales/projections/customerSales";
import { productSales } from "./contexts/sales/projections/productSales";
import { platform } from "./platform";

export const {
  get: getProductSales,
  page: pageProductSales,
  freshness: productSalesFreshness,
} = platform.view(productSales);

export const { get: getCustomerSales, page: pageCustomerSales } = platform.view(customerSales);

export const { get: getCustomerCancellations } = platform.view(customerCancellations);
