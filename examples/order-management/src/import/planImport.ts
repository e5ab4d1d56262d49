import type { ImportPlan } from "./ImportPlan.ts";
import { planOrders } from "./planOrders.ts";
import { planProducts } from "./planProducts.ts";
import type { InputFolder } from "./readFolder.ts";

/** Checks every row of an input folder before anything is sent. */
export function planImport(folder: InputFolder): ImportPlan {
  const { products, refused } = planProducts(folder.products);
  const planned = planOrders(folder);
  const customers = new Map([...folder.customerNames].filter(([id, name]) => id && name));
  return { customers, products, orders: planned.orders, refused: [...refused, ...planned.refused] };
}
