import type { Engine } from "@convex-es/platform-testing/engine";
import type { FunctionReturnType } from "convex/server";
import { api } from "../../convex/_generated/api.js";

const numItems = 500;

/** A row of the read model `orderSummaries`. */
export type OrderSummary = FunctionReturnType<typeof api.orders.pageOrderSummaries>["page"][number];

/** All rows of the order summaries, page by page through the app's public query. */
export async function readSummaries({ t }: Engine): Promise<OrderSummary[]> {
  const rows: OrderSummary[] = [];
  for (let cursor: string | null = null, isDone = false; !isDone;) {
    const paginationOpts: { numItems: number; cursor: string | null } = { numItems, cursor };
    const found: FunctionReturnType<typeof api.orders.pageOrderSummaries> = await t.query(
      api.orders.pageOrderSummaries,
      { paginationOpts },
    );
    rows.push(...found.page);
    ({ isDone, continueCursor: cursor } = found);
  }
  return rows;
}
