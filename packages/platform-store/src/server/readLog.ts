import type { ObjectType } from "convex/values";
import type { QueryCtx } from "../component/_generated/server.js";
import { checkBuckets } from "../contract/buckets.js";
import { isImpossible, logFilterFields, passes } from "./logFilter.js";
import { logPageFields, readLogPage, type LogPage } from "./logPage.js";
import { sourceOf } from "./logSource.js";

export const readLogArgs = { ...logFilterFields, ...logPageFields };

/** One page of the log in commit order, of everything that passes the filter. */
export async function readLog(
  ctx: QueryCtx,
  { after, limit, budget, ...filter }: ObjectType<typeof readLogArgs>,
): Promise<LogPage> {
  if (filter.buckets !== undefined) checkBuckets(filter.buckets);
  if (isImpossible(filter)) return { events: [], end: after ?? null, isDone: true };
  const source = sourceOf(ctx, filter, after);
  return await readLogPage(source, { after, limit, budget, passes: passes(filter) });
}
