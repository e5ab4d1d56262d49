import type { MutationCtx } from "../../component/_generated/server.js";
import { countEvents } from "../builds/countEvents.js";
import { followLive } from "../builds/followLive.js";
import { rebuildOf } from "../tables/rebuilds.js";
import { workerOf } from "../base/workerName.js";
import type { Task, Pace } from "../pages/Task.js";

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
