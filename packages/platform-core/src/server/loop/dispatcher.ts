import { v, type Infer } from "convex/values";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import { vDeclared } from "../../contract/consumer.js";
import { findApp, runAppQuery } from "../base/app.js";
import { wakeWorker, workersOf } from "../base/workers.js";
import { reconcile } from "../builds/reconcile.js";
import { markDue } from "../tables/cursors.js";
import { followsLog, generationsOf } from "../tables/generations.js";

const vTarget = v.object({ consumer: v.string(), upTo: v.string() });

export const vDispatchBatch = v.object({
  /** How far which consumers have to come. */
  targets: v.array(vTarget),
  /** What the code declares, where that has changed. */
  declared: v.union(v.null(), v.object({ hash: v.string(), declarations: v.array(vDeclared) })),
});
type Batch = Infer<typeof vDispatchBatch>;

export const vDispatcherCursor = v.object({
  cursor: v.union(v.string(), v.null()),
  sinceSweep: v.number(),
});
type DispatcherCursor = Infer<typeof vDispatcherCursor>;

/** After this many events every consumer moves on, so that no cursor stays far behind events that do not concern it. */
const sweepAfter = 200;

const idle = { kind: "idle", cooldownMs: 600, pollIntervalMs: 200 } as const;

/** Looks for what has been appended, or declared, since the dispatcher last looked. */
export async function findEvents(
  ctx: QueryCtx,
  { cursor: from = { cursor: null, sinceSweep: 0 } }: { cursor?: DispatcherCursor },
): Promise<{ kind: "work"; batch: Batch; cursor: DispatcherCursor } | typeof idle> {
  const declared = (await findApp(ctx))?.declared ?? null;
  const found = await runAppQuery(ctx, "findEvents", { after: from.cursor, declared });
  const { scanned, declarations, hash } = found;
  if (scanned === 0 && declarations === null) return idle;
  const sinceSweep = from.sinceSweep + scanned;
  const isSweep = sinceSweep >= sweepAfter || declarations !== null;
  const targets = found.upTo.filter(({ consumer }) => isSweep || found.matched.includes(consumer));
  return {
    kind: "work",
    batch: { targets, declared: declarations && { hash, declarations } },
    cursor: { cursor: found.cursor, sinceSweep: isSweep ? 0 : sinceSweep },
  };
}

/** Tells the workers of each consumer how far to come, and wakes them; a worker that cannot be woken stops no other. */
export async function dispatch(ctx: MutationCtx, { targets, declared }: Batch): Promise<null> {
  if (declared !== null) await reconcile(ctx, declared);
  for (const target of targets) await wakeConsumer(ctx, target);
  return null;
}

async function wakeConsumer(
  ctx: MutationCtx,
  { consumer, upTo }: Infer<typeof vTarget>,
): Promise<void> {
  const generations = await generationsOf(ctx, consumer);
  for (const generation of generations.filter(followsLog)) {
    const isRunning = generation.status.kind === "running";
    for (const worker of workersOf(generation)) {
      const woken = isRunning ? await wakeWorker(ctx, worker) : "asleep";
      await markDue(ctx, { worker, upTo, woken });
    }
  }
}
