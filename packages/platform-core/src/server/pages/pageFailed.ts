import type { MutationCtx } from "../../component/_generated/server.js";
import { atBeginning, changeCursor } from "../tables/cursors.js";
import { putNextAside } from "./putNextAside.js";
import type { Task } from "./Task.js";
import type { Failure } from "../../contract/failure.js";

/** Looks for what made a page fail, whose writes have been rolled back: in half as many events, until only one can be to blame. */
export async function pageFailed(ctx: MutationCtx, task: Task, error: Failure): Promise<null> {
  const { limit, claim } = task.reader ?? atBeginning;
  if (limit === 1) return await putNextAside(ctx, task, { error, times: 0 });
  await changeCursor(ctx, task.worker, {
    found: task.reader,
    change: {
      limit: Math.floor(limit / 2),
      failure: { ...error, times: 0 },
      ...(claim && { claim: { ...claim, at: Date.now() } }),
    },
  });
  return null;
}
