import type { Engine } from "@convex-es/platform-testing/engine";
import type { FunctionReference, FunctionReturnType, PaginationResult } from "convex/server";
import { api } from "../../convex/_generated/api.js";
import { importerOf } from "../feed/importerOf.ts";

const numItems = 500;

/** A row of the read model `orderSummaries`. */
export type OrderSummary = RowOf<typeof api.orders.pageOrderSummaries>;
/** A row of the read model `productCatalogue`. */
export type CatalogueRow = RowOf<typeof api.inventory.pageProducts>;

/** All rows of a tenant's order summaries. */
export const readSummaries = (engine: Engine, tenant: string): Promise<OrderSummary[]> =>
  readRows(engine, tenant, api.orders.pageOrderSummaries);

/** All rows of a tenant's product catalogue. */
export const readCatalogue = (engine: Engine, tenant: string): Promise<CatalogueRow[]> =>
  readRows(engine, tenant, api.inventory.pageProducts);

type Page<Row> = FunctionReference<
  "query",
  "public",
  { paginationOpts: { numItems: number; cursor: string | null } },
  PaginationResult<Row>
>;
type RowOf<Query extends FunctionReference<"query">> = FunctionReturnType<Query>["page"][number];

// Page by page through the app's public query, as a client of the tenant sees it.
async function readRows<Row>({ t }: Engine, tenant: string, query: Page<Row>): Promise<Row[]> {
  const rows: Row[] = [];
  const client = t.withIdentity(importerOf(tenant));
  for (let cursor: string | null = null, isDone = false; !isDone;) {
    const found: PaginationResult<Row> = await client.query(query, {
      paginationOpts: { numItems, cursor },
    });
    rows.push(...found.page);
    ({ isDone, continueCursor: cursor } = found);
  }
  return rows;
}
