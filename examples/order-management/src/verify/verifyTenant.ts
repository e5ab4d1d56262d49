import type { RecordedEvent } from "@convex-es/platform-store";
import type { DeployedExample } from "../deployed/DeployedExample.ts";
import type { Pass } from "../feed/Pass.ts";
import { auditorOf } from "./auditorOf.ts";
import { foldStreams, type OrderState } from "./foldStreams.ts";
import { readEvents } from "./readEvents.ts";
import { readCatalogue, readSummaries, type CatalogueRow, type OrderSummary } from "./readRows.ts";
import { verifyStock, type StockVerification } from "./verifyStock.ts";
import { verifyTotals, type Verification } from "./verifyTotals.ts";

/** What a tenant holds after a run, and whether that is what was fed. */
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

/** Reads back, through official clients, what a tenant has in both contexts and compares it with what was fed. */
export async function verifyTenant(
  { app, running }: DeployedExample,
  tenant: string,
  { imported, reservations }: Pass,
): Promise<TenantContent> {
  const auditor = auditorOf(running, tenant);
  const events = await readEvents(auditor);
  const orderEvents = events.filter(({ context }) => context === "orders");
  const productEvents = events.filter(({ context }) => context === "inventory");
  const orders = await foldStreams(app, "Order", orderEvents);
  const products = await foldStreams(app, "Product", productEvents);
  const summaries = await readSummaries(auditor);
  const catalogue = await readCatalogue(auditor);
  const totals = verifyTotals({ imported, summaries, states: orders });
  const stock = verifyStock({ reservations, catalogue, states: products });
  return { tenant, orderEvents, productEvents, orders, summaries, catalogue, totals, stock };
}
