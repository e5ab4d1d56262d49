import { productIdOf } from "../../convex/contexts/inventory/events.ts";
import type { ImportPlan } from "../import/ImportPlan.ts";
import type { InputFolder } from "../import/readFolder.ts";
import type { Report } from "./Report.ts";

/** The SKUs of everything that the input mentions, by product id. */
export function skusOf({ products, orders }: ImportPlan): Map<string, string> {
  const mentioned = [...products, ...orders.flatMap(({ lines }) => lines)];
  return new Map(mentioned.map(({ sku }) => [productIdOf(sku), sku]));
}

/** What people call customers, by their id, and products, by their SKU and by the id it gives. */
export function namesOf(
  { customerNames, productNames }: InputFolder,
  skus: ReadonlyMap<string, string>,
): Report["names"] {
  if (productNames.size === 0) return { customers: customerNames, products: skus };
  const byId = [...skus].map(([id, sku]): [string, string] => [id, productNames.get(sku) ?? sku]);
  return { customers: customerNames, products: new Map([...productNames, ...byId]) };
}
