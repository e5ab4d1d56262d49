import type { QueryCtx } from "../component/_generated/server.js";
import { placeAfter, type LogPlace } from "../contract/logPlace.js";

/** The place of the newest event of the log, `null` when there is none; one document read. */
export async function logEnd(ctx: QueryCtx): Promise<LogPlace | null> {
  const newest = await ctx.db.query("events").withIndex("by_position").order("desc").first();
  return newest === null ? null : placeAfter(null, newest);
}
