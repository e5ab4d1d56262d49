import type { Doc } from "./_generated/dataModel.js";
import type { QueryCtx } from "./_generated/server.js";
import { keyOfTag, type LogFilter } from "./logFilter.js";
import { rangesAfter, type LogPlace, type Within } from "./logPlace.js";

/** One row of an index, and how to come to its event: `null` when the row alone tells that it does not pass. */
type Step = {
  row: Doc<"events"> | Doc<"eventTags">;
  event(): Promise<Doc<"events"> | null>;
};

/** The rows of one index in log order; a step reads `documentsPerStep` at most. */
export type Source = { steps: AsyncIterable<Step>; documentsPerStep: number };

type Rows<Table extends "events" | "eventTags"> = (within: Within) => AsyncIterable<Doc<Table>>;

/** The narrowest index there is for a filter: its first tag, else its tenant, else the whole log. */
export function sourceOf(ctx: QueryCtx, filter: LogFilter, after: LogPlace | undefined): Source {
  const { tenant, types, tags: [tag] = [] } = filter;
  if (tenant === undefined) return eventSource((within) => wholeLog(ctx, within), after);
  if (tag === undefined) return eventSource((within) => logOf(ctx, tenant, within), after);
  return tagSource(ctx, { tenant, tag: keyOfTag(tag), types }, after);
}

/** A source over one index of the events. */
export function eventSource(rows: Rows<"events">, after: LogPlace | undefined): Source {
  const step = (row: Doc<"events">): Step => ({ row, event: async () => row });
  return { steps: stepsAfter(after, rows, step), documentsPerStep: 1 };
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
  const step = (row: Doc<"eventTags">): Step => ({
    row,
    event: async () =>
      types === undefined || types.has(row.type) ? await ctx.db.get("events", row.event) : null,
  });
  const rows: Rows<"eventTags"> = (within) => taggedRows(ctx, tagged, within);
  return { steps: stepsAfter(after, rows, step), documentsPerStep: 2 };
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

async function* stepsAfter<Table extends "events" | "eventTags">(
  after: LogPlace | undefined,
  rows: Rows<Table>,
  step: (row: Doc<Table>) => Step,
): AsyncGenerator<Step> {
  for (const within of rangesAfter(after)) {
    for await (const row of rows(within)) yield step(row);
  }
}
