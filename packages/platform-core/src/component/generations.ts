import type { Doc } from "./_generated/dataModel.js";
import type { QueryCtx } from "./_generated/server.js";
import type { Worker } from "./shared.js";

/** The generations of a projection, oldest first: one or two, for a while three. */
export async function generationsOf(
  ctx: QueryCtx,
  projection: string,
): Promise<Doc<"generations">[]> {
  return await ctx.db
    .query("generations")
    .withIndex("by_projection", (q) => q.eq("projection", projection))
    .take(10);
}

/** The generation that a worker works on; `null` when it has been dropped. */
export async function generationOf(
  ctx: QueryCtx,
  { projection, generation }: Worker,
): Promise<Doc<"generations"> | null> {
  return await ctx.db
    .query("generations")
    .withIndex("by_projection", (q) => q.eq("projection", projection).eq("generation", generation))
    .unique();
}
