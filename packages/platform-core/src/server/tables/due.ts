import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import { remember } from "./history.js";
import { workerOf } from "../base/workerName.js";

/** How far a worker has to come; `null` when nobody has said. */
export async function dueOf(ctx: QueryCtx, worker: string): Promise<Doc<"due"> | null> {
  return await ctx.db
    .query("due")
    .withIndex("by_worker", (q) => q.eq("worker", worker))
    .unique();
}

/** What a wake-up found; what is due after a failed one stays due, and the safety net tries again. */
export type Woken = "asleep" | "awake" | "failed";

type Due = { worker: string; upTo: string; woken: Woken };

/** Says how far a worker has to come. */
export async function markDue(ctx: MutationCtx, { worker, upTo, woken }: Due): Promise<void> {
  const due = await dueOf(ctx, worker);
  const failedWakes = (due?.failedWakes ?? 0) + (woken === "failed" ? 1 : 0);
  if (woken === "failed" && Number.isInteger(Math.log2(failedWakes))) {
    const reason = failedWakes === 1 ? "once" : `${failedWakes} times`;
    await remember(ctx, { ...workerOf(worker), what: "wakeFailed", reason });
  }
  // One that is awake has not been done since it was woken: that it stands still must not be hidden by more to do.
  const since = woken === "asleep" || due === null ? Date.now() : due.since;
  const row = { worker, upTo, since, failedWakes };
  if (due === null) await ctx.db.insert("due", row);
  else await ctx.db.replace("due", due._id, row);
}

/** Says that a worker has to come less far: what lies behind `upTo` is in stores that are not mounted. */
export async function lowerDue(ctx: MutationCtx, worker: string, upTo: string): Promise<void> {
  const due = await dueOf(ctx, worker);
  if (due !== null) await ctx.db.patch("due", due._id, { upTo });
}
