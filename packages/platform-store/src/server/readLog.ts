import type { ObjectType } from "convex/values";
import type { QueryCtx } from "../component/_generated/server.js";
import { refuse } from "../contract/errors.js";
import { bucketsFault } from "../contract/faults.js";
import type {
  logPageFields,
  LogPage,
  LogPlace,
  readCausationArgs,
  readCorrelationArgs,
  readLogArgs,
  Scan,
} from "../contract/log.js";
import { isImpossible, passes } from "./logFilter.js";
import { placeAfter, readLogPage } from "./logPage.js";
import { eventSource, sourceOf } from "./logSource.js";

/** One page of the log in commit order, of everything that passes the filter. */
export async function readLog(
  ctx: QueryCtx,
  { after, limit, budget, ...filter }: ObjectType<typeof readLogArgs>,
): Promise<LogPage> {
  if (filter.buckets !== undefined) refuse(bucketsFault(filter.buckets));
  if (isImpossible(filter)) return { events: [], end: after ?? null, isDone: true };
  const source = sourceOf(ctx, filter, after);
  return await readLogPage(source, { after, limit, budget, passes: passes(filter) });
}

/** What one page of the log in commit order is about: how many events, of which types. */
export async function scanLog(
  ctx: QueryCtx,
  wanted: ObjectType<typeof logPageFields>,
): Promise<Scan> {
  const { events, end, isDone } = await readLogPage(sourceOf(ctx, {}, wanted.after), wanted);
  const types = [...new Set(events.map(({ type }) => type))];
  return { events: events.length, types, end, isDone };
}

/** The place of the newest event of the log, `null` for an empty log; one document read. */
export async function logEnd(ctx: QueryCtx): Promise<LogPlace | null> {
  const newest = await ctx.db.query("events").withIndex("by_position").order("desc").first();
  return newest === null ? null : placeAfter(null, newest);
}

/** One page of everything that one request caused, directly or not, in commit order. */
export async function readCorrelation(
  ctx: QueryCtx,
  { tenant, correlationId, ...page }: ObjectType<typeof readCorrelationArgs>,
): Promise<LogPage> {
  const source = eventSource(
    (within) =>
      ctx.db
        .query("events")
        .withIndex("by_correlation", (q) =>
          within(q.eq("tenant", tenant).eq("correlationId", correlationId)),
        ),
    page.after,
  );
  return await readLogPage(source, page);
}

/** One page of what one command or event caused directly, in commit order. */
export async function readCausation(
  ctx: QueryCtx,
  { tenant, causationId, ...page }: ObjectType<typeof readCausationArgs>,
): Promise<LogPage> {
  const source = eventSource(
    (within) =>
      ctx.db
        .query("events")
        .withIndex("by_causation", (q) =>
          within(q.eq("tenant", tenant).eq("causationId", causationId)),
        ),
    page.after,
  );
  return await readLogPage(source, page);
}
