import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import { addHonoured, type HonouredCounts } from "../../contract/decisions.js";
import type { RebuildState } from "../../contract/rebuilds.js";
import { workersOf } from "../base/workers.js";
import { cursorRowOf } from "./cursors.js";

type Built = Pick<Doc<"generations">, "consumer" | "generation" | "partitions">;

/** The row about the build of a generation; `null` for one that commands began. */
export async function rebuildOf(
  ctx: QueryCtx,
  { consumer, generation }: Omit<Built, "partitions">,
): Promise<Doc<"rebuilds"> | null> {
  return await ctx.db
    .query("rebuilds")
    .withIndex("by_consumer", (q) => q.eq("consumer", consumer).eq("generation", generation))
    .unique();
}

/** The running build of a consumer; there is never more than one. */
export async function runningRebuild(
  ctx: QueryCtx,
  consumer: string,
): Promise<Doc<"rebuilds"> | null> {
  return await ctx.db
    .query("rebuilds")
    .withIndex("by_state", (q) => q.eq("state", "running").eq("consumer", consumer))
    .first();
}

/** How a build ended, by whom, and why. */
export type Ending = {
  state: Exclude<RebuildState, "running">;
  by?: string;
  reason?: string;
};

/** Writes how a build ended, if it has not ended before. */
export async function endRebuild(
  ctx: MutationCtx,
  built: Built,
  { state, by, reason }: Ending,
): Promise<void> {
  const rebuild = await rebuildOf(ctx, built);
  if (rebuild?.state !== "running") return;
  const { handled, honoured } = await buildProgress(ctx, built);
  await ctx.db.patch("rebuilds", rebuild._id, {
    state,
    handled,
    honoured,
    endedAt: Date.now(),
    ...(by !== undefined && { endedBy: by }),
    ...(reason !== undefined && { reason }),
  });
}

/** How many events the workers of a generation have applied, and when the last of them moved. */
export async function buildProgress(
  ctx: QueryCtx,
  built: Built,
): Promise<{ handled: number; movedAt: number; honoured: HonouredCounts }> {
  const found = await Promise.all(workersOf(built).map((worker) => cursorRowOf(ctx, worker)));
  const handled = found.reduce((sum, row) => sum + (row?.handled ?? 0), 0);
  const honoured = addHonoured(...found.map((row) => row?.honoured));
  return { handled, honoured, movedAt: Math.max(0, ...found.map((row) => row?.movedAt ?? 0)) };
}
