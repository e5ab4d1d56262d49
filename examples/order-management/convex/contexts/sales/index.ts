import { defineBoundedContext } from "@convex-es/platform-core";
import { customerCancellations } from "./projections/customerCancellations";
import { customerSales } from "./projections/customerSales";
import { productSales } from "./projections/productSales";

export const sales = defineBoundedContext("sales", {
  description: "What has been ordered and cancelled, per product and per customer",
  commands: {},
  projections: [productSales, customerSales, customerCancellations],
});
