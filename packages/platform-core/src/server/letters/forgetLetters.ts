import type { MutationCtx } from "../../component/_generated/server.js";
import { workersOf } from "../base/workerName.js";

/** Letters, and entries in their lists, deleted in one transaction. */
const batchSize = 500;

type Dropped = { consumer: string; generation: number; partitions: number };

/** Deletes a batch of what a generation that is dropped has put aside; returns whether nothing is left. */
export async function forgetLetters(ctx: MutationCtx, dropped: Dropped): Promise<boolean> {
  const { consumer, generation } = dropped;
  const keys = await ctx.db
    .query("letterKeys")
    .withIndex("by_key", (q) => q.eq("consumer", consumer).eq("generation", generation))
    .take(batchSize);
  for (const row of keys) await ctx.db.delete("letterKeys", row._id);
  let left = batchSize - keys.length;
  for (const worker of workersOf(dropped)) {
    const letters = ctx.db.query("letters").withIndex("by_worker", (q) => q.eq("worker", worker));
    for (const letter of await letters.take(Math.max(1, left))) {
      await ctx.db.delete("letters", letter._id);
      left--;
    }
  }
  return left > 0;
}
