import { v, type ObjectType } from "convex/values";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import type { ConsumerHistory, historyFields } from "../../contract/status.js";

type Entry = Omit<ObjectType<typeof historyFields>, "at">;

/** Entries are kept for 90 days. */
const keptMs = 90 * 24 * 60 * 60_000;

/** Records what happens to a consumer, in the transaction in which it happens. Steps that go well are not recorded. */
export async function recordHistory(
  ctx: MutationCtx,
  { consumer, generation, what, by, reason, letter }: Entry,
): Promise<void> {
  const at = Date.now();
  await deleteOld(ctx, consumer, at - keptMs);
  await ctx.db.insert("history", {
    consumer,
    generation,
    what,
    at,
    ...(by !== undefined && by !== "" && { by }),
    ...(reason !== undefined && { reason }),
    ...(letter !== undefined && { letter }),
  });
}

// Two old entries for each new one: more are never deleted at once, and none stays for long.
async function deleteOld(ctx: MutationCtx, consumer: string, before: number): Promise<void> {
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

/** What happened to a consumer, newest first. */
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
  const entries = rows.slice(0, size);
  const last = rows.length > size ? entries.at(-1) : undefined;
  return {
    entries: entries.map(({ _id, _creationTime, ...entry }) => entry),
    cursor: last?._creationTime ?? null,
  };
}

export const auditFields = {
  /** Who did it, as the app says. */
  actor: v.string(),
  action: v.union(
    v.literal("retry"),
    v.literal("edit"),
    v.literal("discard"),
    v.literal("expire"),
    v.literal("forget"),
    v.literal("pause"),
    v.literal("resume"),
  ),
  /** A letter or a consumer. */
  subject: v.string(),
  at: v.number(),
  /** What it was before, and what it is now. */
  detail: v.any(),
};
export const vAudit = v.object({
  _id: v.id("audits"),
  _creationTime: v.number(),
  ...auditFields,
});
type AuditAction = (typeof auditFields)["action"]["type"];

/** Records what an operator does, in the transaction in which it is done. */
export async function audit(
  ctx: MutationCtx,
  entry: { actor: string; action: AuditAction; subject: string; detail: unknown },
): Promise<void> {
  await ctx.db.insert("audits", { ...entry, at: Date.now() });
}

/** What operators did to a letter or a consumer, newest first, at most 200. */
export async function auditsOf(
  ctx: QueryCtx,
  { subject }: { subject: string },
): Promise<Doc<"audits">[]> {
  return await ctx.db
    .query("audits")
    .withIndex("by_subject", (q) => q.eq("subject", subject))
    .order("desc")
    .take(200);
}
