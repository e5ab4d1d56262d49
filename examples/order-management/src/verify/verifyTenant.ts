import type { RecordedEvent } from "@convex-es/platform-store";
import type { Pass } from "../feed/Pass.ts";
import type { Example } from "../startExample.ts";
import { foldStreams, type OrderState } from "./foldStreams.ts";
import { readLog } from "./readEvents.ts";
import { readCatalogue, readSummaries, type CatalogueRow, type OrderSummary } from "./readRows.ts";
import { verifyStock, type StockVerification } from "./verifyStock.ts";
import { verifyTotals, type Verification } from "./verifyTotals.ts";

/** What a tenant holds after a run, and whether it is what was fed to him. */
export type TenantContent = {
  tenant: string;
  orderEvents: RecordedEvent[];
  productEvents: RecordedEvent[];
  orders: ReadonlyMap<string, OrderState>;
  summaries: OrderSummary[];
  catalogue: CatalogueRow[];
  totals: Verification;
  stock: StockVerification;
};

/** Reads back what a tenant has in both contexts and compares it with what he was fed. */
export async function verifyTenant(
  { app, engine }: Example,
  tenant: string,
  { imported, reservations }: Pass,
): Promise<TenantContent> {
  const orderEvents = await readLog(engine, "orders", tenant);
  const productEvents = await readLog(engine, "inventory", tenant);
  const orders = await foldStreams(app, "Order", orderEvents);
  const products = await foldStreams(app, "Product", productEvents);
  const summaries = await readSummaries(engine, tenant);
  const catalogue = await readCatalogue(engine, tenant);
  const totals = verifyTotals({ imported, summaries, states: orders });
  const stock = verifyStock({ reservations, catalogue, states: products });
  return { tenant, orderEvents, productEvents, orders, summaries, catalogue, totals, stock };
}
