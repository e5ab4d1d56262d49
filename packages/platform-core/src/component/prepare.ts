import type { MutationCtx } from "./_generated/server.js";
import type { Task } from "./applyNextPage.js";
import { countEvents } from "./countEvents.js";
import { followLive } from "./followLive.js";
import { rebuildOf } from "./rebuilds.js";
import type { Pace } from "./work.js";
import { workerOf } from "./workerName.js";

/** What a build needs beside pages: events are counted first, and part of a read model goes no further than the live one. */
export async function prepare(ctx: MutationCtx, task: Task): Promise<Pace | "ready"> {
  const { generation, worker } = task;
  if (generation.state !== "building") return "ready";
  if (workerOf(worker).partition === 0) {
    const rebuild = await rebuildOf(ctx, generation);
    if (rebuild?.counted?.isDone === false) {
      return await countEvents(ctx, { generation, rebuild });
    }
  }
  return generation.scope || generation.isShadow ? await followLive(ctx, task) : "ready";
}
