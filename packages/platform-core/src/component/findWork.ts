import { hasReached } from "@convex-es/platform-store/log";
import type { QueryCtx } from "./_generated/server.js";
import { cursorOf } from "./cursors.js";
import { generationOf } from "./generations.js";
import { workerOf } from "./workerName.js";

// The dispatcher wakes a worker: it need not wait for more.
const idle = { kind: "idle", cooldownMs: 0 } as const;

type Work = { kind: "work"; batch: { worker: string } };

/** Whether a worker has something to do: told from the component's own rows, without a look at the log. */
export async function findWork(
  ctx: QueryCtx,
  { name: worker }: { name: string },
): Promise<Work | typeof idle> {
  const generation = await generationOf(ctx, workerOf(worker));
  if (generation === null || generation.status.kind !== "running") return idle;
  if (generation.state !== "live" || (await isBehind(ctx, worker))) {
    return { kind: "work", batch: { worker } };
  }
  return idle;
}

async function isBehind(ctx: QueryCtx, worker: string): Promise<boolean> {
  const due = await ctx.db
    .query("due")
    .withIndex("by_worker", (q) => q.eq("worker", worker))
    .unique();
  if (due === null) return false;
  const reader = await cursorOf(ctx, worker);
  return !hasReached(reader?.cursor ?? null, due.upTo);
}
