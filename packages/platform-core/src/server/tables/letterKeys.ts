import type { Doc, Id } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";

/** A row of a generation of a consumer. */
export type RowKey = { consumer: string; generation: number; tenant: string; key: string };

type Letter = Doc<"letters">;

/** The first letter of a row, in the order of the log; `null` when none of its events is aside. */
async function firstOf(ctx: QueryCtx, row: RowKey): Promise<Id<"letters"> | null> {
  const { consumer, generation, tenant, key } = row;
  const found = await ctx.db
    .query("letterKeys")
    .withIndex("by_key", (q) =>
      q.eq("consumer", consumer).eq("generation", generation).eq("tenant", tenant).eq("key", key),
    )
    .first();
  return found?.letter ?? null;
}

/** Whether events of a row are aside, so that its later ones wait. One index range. */
export async function isAside(ctx: QueryCtx, row: RowKey): Promise<boolean> {
  return (await firstOf(ctx, row)) !== null;
}

/** Whether no earlier event of any of its rows is aside. */
export async function isFirst(ctx: QueryCtx, letter: Letter): Promise<boolean> {
  const first = await Promise.all(letter.keys.map((key) => firstOf(ctx, { ...letter, key })));
  return first.every((id) => id === letter._id);
}

/** Enters a letter under each of its rows. */
export async function addKeys(ctx: MutationCtx, letter: Letter): Promise<void> {
  const { consumer, generation, tenant, commitTs, ordinal, store } = letter;
  const place = { consumer, generation, tenant, commitTs, ordinal, store };
  for (const key of letter.keys) {
    await ctx.db.insert("letterKeys", { ...place, key, letter: letter._id });
  }
}

/** Takes a letter off the lists of its rows, and has the next of each tried: it may find that others are before it elsewhere. */
export async function removeKeys(ctx: MutationCtx, letter: Letter): Promise<void> {
  for (const key of letter.keys) await removeKey(ctx, letter, key);
  for (const key of letter.keys) await promoteFirst(ctx, { ...letter, key });
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

async function promoteFirst(ctx: MutationCtx, row: RowKey): Promise<void> {
  const id = await firstOf(ctx, row);
  const letter = id === null ? null : await ctx.db.get("letters", id);
  if (letter?.status !== "waiting") return;
  await ctx.db.patch("letters", letter._id, { status: "retrying", dueAt: Date.now() });
}
