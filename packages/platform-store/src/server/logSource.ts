import type { IndexRange } from "convex/server";
import type { Doc } from "../component/_generated/dataModel.js";
import type { QueryCtx } from "../component/_generated/server.js";
import type { Buckets, LogFilter, LogPlace } from "../contract/log.js";
import { maxCommitTs, minCommitTs } from "../contract/logPlaces.js";
import { isEveryBucket, tagKey } from "./logFilter.js";
import { MergedRows } from "./MergedRows.js";

/** One row of an index, and its event: `null` when the row alone tells that the event does not pass. */
type Step = {
  row: Doc<"events"> | Doc<"eventTags">;
  event(): Promise<Doc<"events"> | null>;
};

/** The rows of one index in log order; a step reads at most `documentsPerStep`, and `ahead` rows are read before their step. */
export type Source = { steps: AsyncIterable<Step>; documentsPerStep: number; ahead(): number };

type Rows<Table extends "events" | "eventTags"> = (within: Within) => AsyncIterable<Doc<Table>>;

/** The narrowest index for a filter: its first tag, else its tenant, else its buckets, else the whole log. */
export function sourceOf(ctx: QueryCtx, filter: LogFilter, after: LogPlace | undefined): Source {
  const { tenant, types, buckets, tags: [tag] = [] } = filter;
  if (tenant === undefined && buckets !== undefined && !isEveryBucket(buckets)) {
    return bucketSource(ctx, buckets, after);
  }
  if (tenant === undefined) return eventSource((within) => wholeLog(ctx, within), after);
  if (tag === undefined) return eventSource((within) => logOf(ctx, tenant, within), after);
  return tagSource(ctx, { tenant, tag: tagKey(tag), types }, after);
}

/** A source over one index of the events. */
export function eventSource(rows: Rows<"events">, after: LogPlace | undefined): Source {
  return { steps: stepsOf(rowsAfter<"events">(after, rows)), documentsPerStep: 1, ahead: () => 0 };
}

// One sequence of events out of many buckets: reads what it returns and one more of each bucket.
function bucketSource(ctx: QueryCtx, { from, to }: Buckets, after: LogPlace | undefined): Source {
  const buckets = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const merged = new MergedRows(
    buckets.map((bucket) =>
      rowsAfter<"events">(after, (within) => logOfBucket(ctx, bucket, within)),
    ),
  );
  return { steps: stepsOf(merged), documentsPerStep: 1, ahead: () => merged.ahead };
}

function logOfBucket(ctx: QueryCtx, bucket: number, within: Within) {
  return ctx.db
    .query("events")
    .withIndex("by_bucket_and_position", (q) => within(q.eq("bucket", bucket)));
}

function wholeLog(ctx: QueryCtx, within: Within) {
  return ctx.db.query("events").withIndex("by_position", within);
}

function logOf(ctx: QueryCtx, tenant: string, within: Within) {
  return ctx.db
    .query("events")
    .withIndex("by_tenant_and_position", (q) => within(q.eq("tenant", tenant)));
}

type Tagged = { tenant: string; tag: string; types: string[] | undefined };

function tagSource(ctx: QueryCtx, tagged: Tagged, after: LogPlace | undefined): Source {
  const types = tagged.types && new Set(tagged.types);
  const eventOf = async (row: Doc<"eventTags">) =>
    types === undefined || types.has(row.type) ? await ctx.db.get("events", row.event) : null;
  const rows = rowsAfter<"eventTags">(after, (within) => taggedRows(ctx, tagged, within));
  return { steps: taggedSteps(rows, eventOf), documentsPerStep: 2, ahead: () => 0 };
}

function taggedRows(ctx: QueryCtx, { tenant, tag, types = [] }: Tagged, within: Within) {
  const [type, another] = types;
  const rows = ctx.db.query("eventTags");
  if (type === undefined || another !== undefined) {
    return rows.withIndex("by_tag", (q) => within(q.eq("tenant", tenant).eq("tag", tag)));
  }
  return rows.withIndex("by_tag_and_type", (q) =>
    within(q.eq("tenant", tenant).eq("tag", tag).eq("type", type)),
  );
}

type Builder = {
  eq(field: "position", commitTs: bigint): { gt(field: "ordinal", value: number): IndexRange };
  gt(
    field: "position",
    commitTs: bigint,
  ): IndexRange & { lt(field: "position", value: bigint): IndexRange };
};
type Within = (builder: Builder) => IndexRange;

// The index ranges, one after the other, that hold what comes after a place: first the rest of its commit.
function rangesAfter(place: LogPlace | undefined): Within[] {
  if (place === undefined) return [(q) => q.gt("position", minCommitTs)];
  const { commitTs, ordinal, own } = place;
  const rest: Within = (q) => q.eq("position", commitTs).gt("ordinal", ordinal);
  if (own === undefined) return [rest, (q) => q.gt("position", commitTs)];
  return [
    rest,
    (q) => q.gt("position", commitTs).lt("position", maxCommitTs),
    (q) => q.eq("position", maxCommitTs).gt("ordinal", own),
  ];
}

async function* rowsAfter<Table extends "events" | "eventTags">(
  after: LogPlace | undefined,
  rows: Rows<Table>,
): AsyncGenerator<Doc<Table>> {
  for (const within of rangesAfter(after)) yield* rows(within);
}

async function* stepsOf(rows: AsyncIterable<Doc<"events">>): AsyncGenerator<Step> {
  for await (const row of rows) yield { row, event: async () => row };
}

async function* taggedSteps(
  rows: AsyncIterable<Doc<"eventTags">>,
  eventOf: (row: Doc<"eventTags">) => Promise<Doc<"events"> | null>,
): AsyncGenerator<Step> {
  for await (const row of rows) yield { row, event: () => eventOf(row) };
}
