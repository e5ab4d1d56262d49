import { ping as pingLoop } from "@convex-dev/batch-worker";
import { v, type ObjectType } from "convex/values";
import { components, internal } from "../../component/_generated/api.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { forgetDeclared, saveHandles } from "./app.js";
import { dispatcher } from "./workerName.js";
import { vHandles } from "../../contract/consumer.js";

/** After so long a loop that died is started again. */
const monitorLagMs = 10_000;

export const wakeArgs = {
  ...vHandles.fields,
  /** Commands have just ceased to keep a read model: what the code declares has to be looked at again. */
  isLapsed: v.optional(v.boolean()),
};

/**
 * Makes sure that the dispatcher looks at what the calling command has appended. Reads one document while it is awake. That read
 * is what makes a command that races the dispatcher's falling asleep run again, instead of losing the wake-up.
 */
export async function wake(
  ctx: MutationCtx,
  { isLapsed = false, ...handles }: ObjectType<typeof wakeArgs>,
): Promise<null> {
  if (isLapsed) await forgetDeclared(ctx);
  const status = await ctx.runQuery(components.batchWorker.lib.status, { name: dispatcher });
  if (status?.kind === "running") return null;
  await saveHandles(ctx, handles);
  await pingDispatcher(ctx);
  return null;
}

/** Starts the dispatcher's loop unless it runs. */
export async function pingDispatcher(ctx: MutationCtx): Promise<void> {
  await pingLoop(ctx, components.batchWorker, {
    name: dispatcher,
    workQuery: internal.loops.findEvents,
    workerMutation: internal.loops.dispatchEvents,
    config: { monitorLagMs },
  });
}

/** Starts a worker's loop unless it runs. */
export async function pingWorker(ctx: MutationCtx, name: string): Promise<void> {
  await pingLoop(ctx, components.batchWorker, {
    name,
    workQuery: internal.loops.findWork,
    workerMutation: internal.loops.work,
    config: { monitorLagMs },
  });
}

/** As `pingWorker`, for one that mostly runs; returns whether it was asleep. */
export async function wakeWorker(ctx: MutationCtx, name: string): Promise<boolean> {
  const status = await ctx.runQuery(components.batchWorker.lib.status, { name });
  if (status?.kind === "running") return false;
  await pingWorker(ctx, name);
  return true;
}
