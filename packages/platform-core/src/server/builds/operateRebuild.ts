import { v, type ObjectType } from "convex/values";
import type { MutationCtx } from "../../component/_generated/server.js";
import { abandon } from "./abandon.js";
import { generationOf } from "../tables/generations.js";
import { runningRebuild } from "../tables/rebuilds.js";
import { pingWorker } from "../base/wake.js";
import { workersOf } from "../base/workerName.js";

export const operateRebuildArgs = { consumer: v.string(), by: v.string() };
type Args = ObjectType<typeof operateRebuildArgs>;

/** Gives up the build of a consumer that runs; what is served stays as it is. Returns whether one ran. */
export async function cancelRebuild(ctx: MutationCtx, { consumer, by }: Args): Promise<boolean> {
  const running = await runningRebuild(ctx, consumer);
  const row = running && (await generationOf(ctx, running));
  if (!row) return false;
  await abandon(ctx, row, { state: "cancelled", by });
  return true;
}

/** Has a build served although events of it are aside. Returns whether one ran. */
export async function forceRebuild(ctx: MutationCtx, { consumer, by }: Args): Promise<boolean> {
  const running = await runningRebuild(ctx, consumer);
  const row = running && (await generationOf(ctx, running));
  if (!row) return false;
  await ctx.db.patch("rebuilds", running._id, { forcedBy: by });
  for (const worker of workersOf(row)) await pingWorker(ctx, worker);
  return true;
}
