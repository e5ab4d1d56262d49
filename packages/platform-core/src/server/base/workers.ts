import { ping as pingLoop } from "@convex-dev/batch-worker";
import { v, type ObjectType } from "convex/values";
import { components, internal } from "../../component/_generated/api.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
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
  /** How the component calls the app. */
  handles: vHandles,
  /** Commands have just stopped keeping a read model: the dispatcher must look at the code's declarations again. */
  isInlineStopped: v.optional(v.boolean()),
};

/** Starts the dispatcher unless it runs: a command that finds it asleep, as the app's own row says, calls this. */
export async function wake(
  ctx: MutationCtx,
  { handles, isInlineStopped = false }: ObjectType<typeof wakeArgs>,
): Promise<null> {
  if (isInlineStopped) await forgetDeclared(ctx);
  await saveHandles(ctx, handles);
  await pingDispatcher(ctx);
  return null;
}

/** Whoever meets other code than was last seen calls this: the dispatcher compares all generations with the code, at once. */
export async function noticeOtherCode(ctx: MutationCtx): Promise<void> {
  await forgetDeclared(ctx);
  await pingDispatcher(ctx);
}

/** Starts the dispatcher's loop unless it runs. */
async function pingDispatcher(ctx: MutationCtx): Promise<void> {
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

/** Workers started in one transaction: each takes two scheduled functions, of which a transaction may make 1,000. */
const mostStarted = { directly: 16, perPortion: 64 };

/** Starts workers, however many: a few at once, more in transactions of their own. */
export async function startWorkers(ctx: MutationCtx, names: readonly string[]): Promise<void> {
  if (names.length <= mostStarted.directly) {
    for (const name of names) await pingWorker(ctx, name);
    return;
  }
  for (let start = 0; start < names.length; start += mostStarted.perPortion) {
    const workers = names.slice(start, start + mostStarted.perPortion);
    await ctx.scheduler.runAfter(0, internal.portions.startWorkers, { workers });
  }
}

/** Starts some workers. One that cannot be started stops no other: its work stays due, and the safety net tries again. */
export async function pingAll(ctx: MutationCtx, names: readonly string[]): Promise<null> {
  for (const name of names) await wakeWorker(ctx, name);
  return null;
}

/** Starts a worker's loop whatever its row says: what it has scheduled may be gone. */
export async function restartWorker(ctx: MutationCtx, name: string): Promise<void> {
  await pingWorker(ctx, name);
  await ctx.runMutation(components.batchWorker.lib.kick, { name });
}

/** Starts the dispatcher's loop; where its row says that it runs, in place of what it has scheduled, which may be gone. */
export async function restartDispatcher(ctx: MutationCtx): Promise<void> {
  if (!(await isAwake(ctx, dispatcher))) return await pingDispatcher(ctx);
  await ctx.runMutation(components.batchWorker.lib.kick, { name: dispatcher });
}

/** When a worker's loop last did something, in milliseconds since 1970; 0 before it has. */
export async function lastRunOf(ctx: QueryCtx, name: string): Promise<number> {
  const at: unknown = await ctx.runQuery(components.batchWorker.lib.getCursor, { name });
  return typeof at === "number" ? at : 0;
}

/** How far the dispatcher has looked through the log, as its loop keeps it; `null` before its first page. */
export async function dispatcherCursor(ctx: QueryCtx): Promise<unknown> {
  return await ctx.runQuery(components.batchWorker.lib.getCursor, { name: dispatcher });
}

/** What a wake-up found. After a failed one the work stays due, and the safety net tries again. */
export type Woken = "asleep" | "awake" | "failed";

/** Whether a loop runs, as its row says. */
export async function isAwake(ctx: QueryCtx, name: string): Promise<boolean> {
  const status = await ctx.runQuery(components.batchWorker.lib.status, { name });
  return status?.kind === "running";
}

/** Starts a worker that usually runs already; a failure stops nobody else. */
export async function wakeWorker(ctx: MutationCtx, name: string): Promise<Woken> {
  try {
    if (await isAwake(ctx, name)) return "awake";
    await pingWorker(ctx, name);
    return "asleep";
  } catch {
    return "failed";
  }
}
