import { internal } from "../../component/_generated/api.js";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { abandon } from "./abandon.js";
import { compareNext } from "./compareNext.js";
import { foldUpTo } from "./foldUpTo.js";
import { generationsOf, liveOf } from "../tables/generations.js";
import { handOver } from "./handOver.js";
import { suspend } from "../tables/suspend.js";
import { workerName, workerOf } from "../base/workerName.js";
import type { Task, Pace } from "../pages/Task.js";
import { failureOf } from "../base/app.js";

/** A worker that waits for the others of its generation looks again after so long. */
const patience: Pace = { debounceMs: 100 };

/**
 * A step of building part of a read model, or a copy to compare it with: events are applied as far as the live generation has
 * applied them and no further, so that both show the same, and one can take the place of the other without losing or repeating any.
 */
export async function followLive(ctx: MutationCtx, task: Task): Promise<Pace> {
  const { generation } = task;
  const live = liveOf(await generationsOf(ctx, generation.consumer));
  if (live === undefined) return patience;
  try {
    if (!(await isLevel(ctx, task, live))) return null;
    const { partition } = workerOf(task.worker);
    if (generation.isShadow && partition > 0) return patience;
    const finish = generation.isShadow ? compareNext : handOver;
    return (await finish(ctx, generation, live)) ? null : patience;
  } catch (error) {
    const { code, message } = failureOf(error);
    if (code === "UNDECLARED_CONSUMER") return await suspend(ctx, generation);
    await abandon(ctx, generation, { state: "failed", reason: message });
    return null;
  }
}

/** Applies the next page; whether that has brought the worker level with the one of the live generation, as it was just before. */
async function isLevel(ctx: MutationCtx, task: Task, live: Doc<"generations">): Promise<boolean> {
  const { partition } = workerOf(task.worker);
  const workers = [workerName({ ...live, partition })];
  const { cursorsOf: look } = internal.staleReads;
  const [upTo = null] = await ctx.runQuery(look, { workers }, { useStaleSnapshot: true });
  return await foldUpTo(ctx, task, { live, upTo, isFinal: false });
}
