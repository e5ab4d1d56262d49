import { ping as pingLoop } from "@convex-dev/batch-worker";
import { v, type ObjectType } from "convex/values";
import { components, internal } from "../../component/_generated/api.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { vHandles } from "../../contract/consumer.js";
import { forgetDeclared, saveHandles } from "./app.js";

/** One loop of one generation of a consumer. */
export type Worker = { consumer: string; generation: number; partition: number };

const dispatcher = "dispatcher";

/** The name of a worker's loop. */
export const workerName = ({ consumer, generation, partition }: Worker): string =>
  `${consumer}/${generation}/${partition}`;

/** The worker that a loop is named after. */
export function workerOf(name: string): Worker {
  const [consumer = "", generation, partition] = name.split("/");
  return { consumer, generation: Number(generation), partition: Number(partition) };
}

/** The names of all workers of a generation. */
export const workersOf = (generation: Omit<Worker, "partition"> & { partitions: number }) =>
  Array.from({ length: generation.partitions }, (_, partition) =>
    workerName({ ...generation, partition }),
  );

/** A loop that died is started again after this time. */
const monitorLagMs = 10_000;

export const wakeArgs = {
  /** How the component calls the app: only needed while the dispatcher is asleep. */
  handles: v.optional(vHandles),
  /** Commands have just stopped keeping a read model: the dispatcher must look at the code's declarations again. */
  isInlineStopped: v.optional(v.boolean()),
};

/**
 * Makes sure that the dispatcher sees what the calling command has appended; returns false when it sleeps and can only be woken with
 * `handles`. Reads one document while the dispatcher is awake. A command that races the dispatcher falling asleep conflicts on that
 * document and runs again, so no wake-up is lost.
 */
export async function wake(
  ctx: MutationCtx,
  { handles, isInlineStopped = false }: ObjectType<typeof wakeArgs>,
): Promise<boolean> {
  if (isInlineStopped) await forgetDeclared(ctx);
  const status = await ctx.runQuery(components.batchWorker.lib.status, { name: dispatcher });
  if (status?.kind === "running") return true;
  if (handles === undefined) return false;
  await saveHandles(ctx, handles);
  await pingDispatcher(ctx);
  return true;
}

/** Whoever meets other code than was last seen calls this: the dispatcher compares all generations with the code, at once. */
export async function noticeOtherCode(ctx: MutationCtx): Promise<void> {
  await forgetDeclared(ctx);
  await pingDispatcher(ctx);
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

/** What a wake-up found. After a failed one the work stays due, and the safety net tries again. */
export type Woken = "asleep" | "awake" | "failed";

/** Starts a worker that usually runs already; a failure stops nobody else. */
export async function wakeWorker(ctx: MutationCtx, name: string): Promise<Woken> {
  try {
    const status = await ctx.runQuery(components.batchWorker.lib.status, { name });
    if (status?.kind === "running") return "awake";
    await pingWorker(ctx, name);
    return "asleep";
  } catch {
    return "failed";
  }
}
