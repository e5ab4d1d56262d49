import { v, type ObjectType } from "convex/values";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import type { ConsumerHistory, historyFields } from "../../contract/status.js";

type Entry = Omit<ObjectType<typeof historyFields>, "at">;

/** What happened is known for so long. */
const keptMs = 90 * 24 * 60 * 60_000;

/** Notes down what happens to a consumer, in the transaction in which it happens; a step that goes well is not worth it. */
export async function remember(
  ctx: MutationCtx,
  { consumer, generation, what, by, reason, letter }: Entry,
): Promise<void> {
  const at = Date.now();
  await forget(ctx, consumer, at - keptMs);
  await ctx.db.insert("history", {
    ...{ consumer, generation, what, at },
    ...(by !== undefined && by !== "" && { by }),
    ...(reason !== undefined && { reason }),
    ...(letter !== undefined && { letter }),
  });
}

// Two old entries for each new one: what is kept stays within its time.
async function forget(ctx: MutationCtx, consumer: string, before: number): Promise<void> {
  const old = await ctx.db
    .query("history")
    .withIndex("by_consumer", (q) => q.eq("consumer", consumer).lt("_creationTime", before))
    .take(2);
  for (const { _id } of old) await ctx.db.delete("history", _id);
}

export const historyArgs = {
  consumer: v.string(),
  limit: v.number(),
  /** Where to go on, from the page before; `null` for the newest. */
  cursor: v.union(v.number(), v.null()),
};

const mostEntries = 200;

/** What happened to a consumer's consumers, newest first. */
export async function historyOf(
  ctx: QueryCtx,
  { consumer, limit, cursor }: ObjectType<typeof historyArgs>,
): Promise<ConsumerHistory> {
  const size = Math.min(Math.max(1, Math.floor(limit)), mostEntries);
  const rows = await ctx.db
    .query("history")
    .withIndex("by_consumer", (q) =>
      q.eq("consumer", consumer).lt("_creationTime", cursor ?? Infinity),
    )
    .order("desc")
    .take(size + 1);
  const shown = rows.slice(0, size);
  const last = rows.length > size ? shown.at(-1) : undefined;
  return {
    entries: shown.map(({ _id, _creationTime, ...entry }) => entry),
    cursor: last?._creationTime ?? null,
  };
}
