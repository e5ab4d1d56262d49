import { v, type Infer } from "convex/values";
import type { MutationCtx } from "./_generated/server.js";
import { generationsOf } from "./generations.js";
import { reconcile } from "./reconcile.js";
import { vDeclared, type Generation } from "./shared.js";
import { pingWorker } from "./wake.js";
import { workersOf } from "./workerName.js";

const vTarget = v.object({ projection: v.string(), upTo: v.string() });
type Target = Infer<typeof vTarget>;

export const vDispatchBatch = v.object({
  /** Which projections have how far to come. */
  targets: v.array(vTarget),
  /** What the code declares, where that has changed. */
  declared: v.union(v.null(), v.object({ hash: v.string(), declarations: v.array(vDeclared) })),
});

export const vDispatcherCursor = v.object({
  cursor: v.union(v.string(), v.null()),
  sinceSweep: v.number(),
});
export type DispatcherCursor = Infer<typeof vDispatcherCursor>;

/** Tells the workers of each projection how far to come, and wakes them; one that cannot be woken stops no other. */
export async function dispatch(
  ctx: MutationCtx,
  { targets, declared }: Infer<typeof vDispatchBatch>,
): Promise<null> {
  if (declared !== null) await reconcile(ctx, declared);
  for (const target of targets) await wakeProjection(ctx, target);
  return null;
}

async function wakeProjection(ctx: MutationCtx, { projection, upTo }: Target): Promise<void> {
  const generations = await generationsOf(ctx, projection);
  for (const worker of generations.filter(isAwake).flatMap(workersOf)) {
    await markDue(ctx, { worker, upTo, failedWakes: await failureToWake(ctx, worker) });
  }
}

const isAwake = ({ state, status }: Generation) =>
  state !== "dropping" && status.kind === "running";

type Due = { worker: string; upTo: string; failedWakes: number };

async function markDue(ctx: MutationCtx, { worker, upTo, failedWakes }: Due): Promise<void> {
  const due = await ctx.db
    .query("due")
    .withIndex("by_worker", (q) => q.eq("worker", worker))
    .unique();
  const failed = (due?.failedWakes ?? 0) + failedWakes;
  const row = { worker, upTo, since: Date.now(), failedWakes: failed };
  if (due === null) await ctx.db.insert("due", row);
  else await ctx.db.replace("due", due._id, row);
}

/** How many wake-ups failed, 0 or 1: what is due stays due, and the safety net tries again. */
async function failureToWake(ctx: MutationCtx, worker: string): Promise<number> {
  try {
    await pingWorker(ctx, worker);
    return 0;
  } catch {
    return 1;
  }
}
