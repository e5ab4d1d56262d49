import { v, type Infer } from "convex/values";
import type { MutationCtx } from "../../component/_generated/server.js";
import { markDue, type Woken } from "../tables/due.js";
import { followsLog, generationsOf } from "../tables/generations.js";
import { reconcile } from "../builds/reconcile.js";
import { wakeWorker } from "../base/wake.js";
import { workersOf } from "../base/workerName.js";
import { vDeclared } from "../../contract/consumer.js";

const vTarget = v.object({ consumer: v.string(), upTo: v.string() });
type Target = Infer<typeof vTarget>;

export const vDispatchBatch = v.object({
  /** Which consumers have how far to come. */
  targets: v.array(vTarget),
  /** What the code declares, where that has changed. */
  declared: v.union(v.null(), v.object({ hash: v.string(), declarations: v.array(vDeclared) })),
});

export const vDispatcherCursor = v.object({
  cursor: v.union(v.string(), v.null()),
  sinceSweep: v.number(),
});
export type DispatcherCursor = Infer<typeof vDispatcherCursor>;

/** Tells the workers of each consumer how far to come, and wakes them; one that cannot be woken stops no other. */
export async function dispatch(
  ctx: MutationCtx,
  { targets, declared }: Infer<typeof vDispatchBatch>,
): Promise<null> {
  if (declared !== null) await reconcile(ctx, declared);
  for (const target of targets) await wakeProjection(ctx, target);
  return null;
}

async function wakeProjection(ctx: MutationCtx, { consumer, upTo }: Target): Promise<void> {
  const generations = await generationsOf(ctx, consumer);
  for (const generation of generations.filter(followsLog)) {
    const isRunning = generation.status.kind === "running";
    for (const worker of workersOf(generation)) {
      const woken = isRunning ? await tryToWake(ctx, worker) : "asleep";
      await markDue(ctx, { worker, upTo, woken });
    }
  }
}

async function tryToWake(ctx: MutationCtx, worker: string): Promise<Woken> {
  try {
    return (await wakeWorker(ctx, worker)) ? "asleep" : "awake";
  } catch {
    return "failed";
  }
}
