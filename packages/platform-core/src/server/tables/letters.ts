import { v } from "convex/values";
import type { Doc, Id } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import { vFailure } from "../../contract/failure.js";
import { vAsideEvent, vEdited, vLetterStatus } from "../../contract/letters.js";

export const letterFields = {
  worker: v.string(),
  consumer: v.string(),
  generation: v.number(),
  ...vAsideEvent.fields,
  status: vLetterStatus,
  attempts: v.number(),
  /** When it is tried again; only while it is retried. */
  dueAt: v.optional(v.number()),
  error: v.optional(vFailure),
  edited: v.optional(vEdited),
  putAsideAt: v.number(),
  lastTriedAt: v.optional(v.number()),
  /** When an attempt started that may end without a trace. */
  claimedAt: v.optional(v.number()),
};

export const vLetter = v.object({
  _id: v.id("letters"),
  _creationTime: v.number(),
  ...letterFields,
});

export const letterKeyFields = {
  consumer: v.string(),
  generation: v.number(),
  tenant: v.string(),
  key: v.string(),
  commitTs: v.int64(),
  ordinal: v.number(),
  store: v.string(),
  letter: v.id("letters"),
};

export type Letter = Doc<"letters">;

/** A key of a generation of a consumer: a row, for a read model. */
type Key = { consumer: string; generation: number; tenant: string; key: string };

/** The first letter of a key, in the order of the log; `null` when no event of it is aside. One index range. */
export async function firstLetterOf(ctx: QueryCtx, of: Key): Promise<Id<"letters"> | null> {
  const { consumer, generation, tenant, key } = of;
  const found = await ctx.db
    .query("letterKeys")
    .withIndex("by_key", (q) =>
      q.eq("consumer", consumer).eq("generation", generation).eq("tenant", tenant).eq("key", key),
    )
    .first();
  return found?.letter ?? null;
}

/** Whether a letter comes before all others of each of its keys. */
export async function isFirst(ctx: QueryCtx, letter: Letter): Promise<boolean> {
  const first = await Promise.all(letter.keys.map((key) => firstLetterOf(ctx, { ...letter, key })));
  return first.every((id) => id === letter._id);
}

/** Enters a letter under each of its keys. */
export async function addKeys(ctx: MutationCtx, letter: Letter): Promise<void> {
  const { consumer, generation, tenant, commitTs, ordinal, store } = letter;
  const place = { consumer, generation, tenant, commitTs, ordinal, store };
  for (const key of letter.keys) {
    await ctx.db.insert("letterKeys", { ...place, key, letter: letter._id });
  }
}

/** Removes a letter from the lists of its keys; the next letter of each key is tried now. */
export async function removeKeys(ctx: MutationCtx, letter: Letter): Promise<void> {
  for (const key of letter.keys) await removeKey(ctx, letter, key);
  for (const key of letter.keys) await retryFirst(ctx, { ...letter, key });
}

async function removeKey(ctx: MutationCtx, letter: Letter, key: string): Promise<void> {
  const { consumer, generation, tenant, commitTs, ordinal, store } = letter;
  const row = await ctx.db
    .query("letterKeys")
    .withIndex("by_key", (q) =>
      q
        .eq("consumer", consumer)
        .eq("generation", generation)
        .eq("tenant", tenant)
        .eq("key", key)
        .eq("commitTs", commitTs)
        .eq("ordinal", ordinal)
        .eq("store", store),
    )
    .unique();
  if (row !== null) await ctx.db.delete("letterKeys", row._id);
}

async function retryFirst(ctx: MutationCtx, key: Key): Promise<void> {
  const id = await firstLetterOf(ctx, key);
  const letter = id === null ? null : await ctx.db.get("letters", id);
  if (letter?.status !== "waiting") return;
  await ctx.db.patch("letters", letter._id, { status: "retrying", dueAt: Date.now() });
}

/** Letters, and entries in their lists, deleted in one transaction. */
const batchSize = 500;

/** Deletes a batch of the letters of some workers of a generation, and their keys; returns whether nothing is left. */
export async function deleteLetters(
  ctx: MutationCtx,
  { consumer, generation }: { consumer: string; generation: number },
  workers: readonly string[],
): Promise<boolean> {
  const keys = await ctx.db
    .query("letterKeys")
    .withIndex("by_key", (q) => q.eq("consumer", consumer).eq("generation", generation))
    .take(batchSize);
  for (const row of keys) await ctx.db.delete("letterKeys", row._id);
  let left = batchSize - keys.length;
  for (const worker of workers) {
    const letters = ctx.db.query("letters").withIndex("by_worker", (q) => q.eq("worker", worker));
    for (const letter of await letters.take(Math.max(1, left))) {
      await ctx.db.delete("letters", letter._id);
      left--;
    }
  }
  return left > 0;
}
