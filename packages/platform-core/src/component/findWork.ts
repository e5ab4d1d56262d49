import { hasReached } from "@convex-es/platform-store/log";
import type { QueryCtx } from "./_generated/server.js";
import { cursorOf } from "./cursors.js";
import { generationOf } from "./generations.js";
import type { Step } from "./work.js";
import { workerOf } from "./workerName.js";

// The dispatcher wakes a worker: it need not wait for more.
const idle = { kind: "idle", cooldownMs: 0 } as const;

type Work = { kind: "work"; batch: Step };

/** Whether a worker has something to do: told from the component's own rows, without a look at the log. */
export async function findWork(
  ctx: QueryCtx,
  { name: worker }: { name: string },
): Promise<Work | typeof idle> {
  const generation = await generationOf(ctx, workerOf(worker));
  if (generation === null || generation.status.kind !== "running") return idle;
  const upTo = await dueOf(ctx, worker);
  if (generation.state !== "live" || (upTo !== null && (await isBefore(ctx, worker, upTo)))) {
    return { kind: "work", batch: { worker, upTo } };
  }
  return idle;
}

/** How far a worker has to come; `null` when nobody has said. */
async function dueOf(ctx: QueryCtx, worker: string): Promise<string | null> {
  const due = await ctx.db
    .query("due")
    .withIndex("by_worker", (q) => q.eq("worker", worker))
    .unique();
  return due?.upTo ?? null;
}

async function isBefore(ctx: QueryCtx, worker: string, upTo: string): Promise<boolean> {
  const reader = await cursorOf(ctx, worker);
  return !hasReached(reader?.cursor ?? null, upTo);
}
