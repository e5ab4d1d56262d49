import type { Doc } from "../../component/_generated/dataModel.js";
import type { QueryCtx } from "../../component/_generated/server.js";
import { rebuildOf } from "../tables/rebuilds.js";

/** Whether a built generation lacks events that are aside: it is not served without them unless an operator says so. */
export async function isHeldUp(
  ctx: QueryCtx,
  { consumer, generation }: Pick<Doc<"generations">, "consumer" | "generation">,
): Promise<boolean> {
  const aside = await ctx.db
    .query("letterKeys")
    .withIndex("by_key", (q) => q.eq("consumer", consumer).eq("generation", generation))
    .first();
  if (aside === null) return false;
  const rebuild = await rebuildOf(ctx, { consumer, generation });
  return rebuild?.forcedBy === undefined;
}
