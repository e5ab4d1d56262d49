import { v } from "convex/values";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import type { Scope } from "../../contract/consumer.js";
import type { RowAt, Unverified } from "../../contract/rebuilds.js";

export const unfoldedFields = {
  consumer: v.string(),
  generation: v.number(),
  tenant: v.string(),
  key: v.string(),
  /** What was thrown at which event. */
  reason: v.string(),
};

type Of = { consumer: string; generation: number };

/** Notes the rows that a copy cannot be folded for, each once. */
export async function noteUnfolded(
  ctx: MutationCtx,
  { consumer, generation }: Of,
  rows: readonly Unverified[],
): Promise<void> {
  for (const { tenant, key, reason } of rows) {
    const found = await ctx.db
      .query("unfolded")
      .withIndex("by_key", (q) =>
        q.eq("consumer", consumer).eq("generation", generation).eq("tenant", tenant).eq("key", key),
      )
      .first();
    if (found === null) {
      await ctx.db.insert("unfolded", { consumer, generation, tenant, key, reason });
    }
  }
}

/** Rows looked for in one list: an index range or two each. */
const mostLooked = 100;

/** Rows that cannot be compared, in order; `upTo`: the last place that was looked at, `null` for the end. */
export type NotCompared = { rows: Unverified[]; upTo: RowAt | null };

type Looking = { scope: Scope | null; after: RowAt | null };

/** The rows of a live generation that have events aside, and those that a copy could not be folded for. */
export async function notCompared(
  ctx: QueryCtx,
  { live, shadow }: { live: Of; shadow: Of },
  looking: Looking,
): Promise<NotCompared> {
  const lists = [
    await look(looking, (at) => nextAside(ctx, live, { ...looking, after: at })),
    await look(looking, (at) => nextUnfolded(ctx, shadow, { ...looking, after: at })),
  ];
  const ends = lists.flatMap(({ upTo }) => upTo ?? []);
  const upTo = ends.reduce<RowAt | null>((a, b) => (a !== null && isUpTo(a, b) ? a : b), null);
  const found = new Map<string, Unverified>();
  for (const row of lists.flatMap(({ rows }) => rows)) {
    const name = JSON.stringify([row.tenant, row.key]);
    if (!found.has(name) && (upTo === null || isUpTo(row, upTo))) found.set(name, row);
  }
  return { rows: [...found.values()].sort((a, b) => (isUpTo(a, b) ? -1 : 1)), upTo };
}

const isUpTo = (a: RowAt, b: RowAt) =>
  a.tenant === b.tenant ? a.key <= b.key : a.tenant < b.tenant;

async function look(
  { after }: Looking,
  next: (at: RowAt | null) => Promise<Unverified | null>,
): Promise<NotCompared> {
  const rows: Unverified[] = [];
  for (let at = after; rows.length < mostLooked;) {
    const row = await next(at);
    if (row === null) return { rows, upTo: null };
    rows.push(row);
    at = { tenant: row.tenant, key: row.key };
  }
  return { rows, upTo: rows.at(-1) ?? null };
}

async function nextAside(ctx: QueryCtx, of: Of, looking: Looking): Promise<Unverified | null> {
  const row = await nextOf(ctx, "letterKeys", { ...looking, ...of });
  if (row === null || !("letter" in row)) return null;
  const letter = await ctx.db.get("letters", row.letter);
  const { tenant, key } = row;
  const { type = "an event", error } = letter ?? {};
  const why = error === undefined ? "it waits for an earlier event" : error.message;
  return { tenant, key, reason: `${type} is aside: ${why}` };
}

async function nextUnfolded(ctx: QueryCtx, of: Of, looking: Looking): Promise<Unverified | null> {
  const row = await nextOf(ctx, "unfolded", { ...looking, ...of });
  if (row === null || !("reason" in row)) return null;
  const { tenant, key, reason } = row;
  return { tenant, key, reason };
}

/** The first entry of the next row in one of the two lists, which are ordered alike. */
async function nextOf(
  ctx: QueryCtx,
  table: "letterKeys" | "unfolded",
  { consumer, generation, scope, after }: Looking & Of,
) {
  const tenant = scope?.tenant ?? after?.tenant;
  if (tenant !== undefined) {
    const here = await ctx.db
      .query(table)
      .withIndex("by_key", (q) => {
        const own = q.eq("consumer", consumer).eq("generation", generation).eq("tenant", tenant);
        if (scope?.key !== undefined) return own.eq("key", scope.key);
        return after === null ? own : own.gt("key", after.key);
      })
      .first();
    const isSeen = here !== null && after !== null && here.key <= after.key;
    if (here !== null || scope !== null) return isSeen ? null : here;
  }
  return await ctx.db
    .query(table)
    .withIndex("by_key", (q) => {
      const own = q.eq("consumer", consumer).eq("generation", generation);
      return after === null ? own : own.gt("tenant", after.tenant);
    })
    .first();
}

/** Entries deleted in one transaction. */
const batchSize = 500;

/** Deletes a batch of what was noted about a copy; returns whether nothing is left. */
export async function deleteUnfolded(
  ctx: MutationCtx,
  { consumer, generation }: Of,
): Promise<boolean> {
  const rows = await ctx.db
    .query("unfolded")
    .withIndex("by_key", (q) => q.eq("consumer", consumer).eq("generation", generation))
    .take(batchSize);
  for (const { _id } of rows) await ctx.db.delete("unfolded", _id);
  return rows.length < batchSize;
}
