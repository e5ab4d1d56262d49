import type { ConvexHttpClient } from "convex/browser";
import type { FunctionReference, FunctionReturnType, PaginationResult } from "convex/server";
import { api } from "../../convex/_generated/api.js";

const numItems = 500;

/** A row of the read model `orderSummaries`. */
export type OrderSummary = RowOf<typeof api.orders.pageOrderSummaries>;
/** A row of the read model `productCatalogue`. */
export type CatalogueRow = RowOf<typeof api.inventory.pageProducts>;

/** All rows of a tenant's order summaries. */
export const readSummaries = (client: ConvexHttpClient): Promise<OrderSummary[]> =>
  readRows(client, api.orders.pageOrderSummaries);

/** All rows of a tenant's product catalogue. */
export const readCatalogue = (client: ConvexHttpClient): Promise<CatalogueRow[]> =>
  readRows(client, api.inventory.pageProducts);

type Page<Row> = FunctionReference<
  "query",
  "public",
  { paginationOpts: { numItems: number; cursor: string | null } },
  PaginationResult<Row>
>;
type RowOf<Query extends FunctionReference<"query">> = FunctionReturnType<Query>["page"][number];

// Page by page through the app's public query, as a client of the tenant sees it.
async function readRows<Row>(client: ConvexHttpClient, query: Page<Row>): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | null = null, isDone = false; !isDone;) {
    const paginationOpts = { numItems, cursor };
    const found: PaginationResult<Row> = await client.query(query, { paginationOpts });
    rows.push(...found.page);
    ({ isDone, continueCursor: cursor } = found);
  }
  return rows;
}
