import type { Id } from "../component/_generated/dataModel.js";
import type { MutationCtx } from "../component/_generated/server.js";
import { assertOutcomeFits } from "./assertOutcomeFits.js";
import { endCommand, failOverdue } from "./endCommand.js";
import { findCommand } from "./findCommand.js";
import type { Completing, Completion } from "../contract/shared.js";
import { fromStored } from "./storedOutcome.js";

/**
 * Ends a pending command, unless it has ended or its deadline has passed: then it tells how it ended.
 * The deadline holds even when its own job has not run yet.
 */
export async function complete(
  ctx: MutationCtx,
  { outcome, ...key }: Completing,
): Promise<Completion> {
  assertOutcomeFits(outcome);
  const seen = await findCommand(ctx, key);
  if (seen === null) return { status: "unknown" };
  const standing = fromStored(seen);
  if (standing.status !== "pending") return { status: "settled", outcome: standing };
  if (Date.now() >= standing.deadline) {
    return { status: "settled", outcome: await failOverdue(ctx, seen) };
  }
  if (seen.outcome.status === "pending") await cancelIfWaiting(ctx, seen.outcome.deadlineJob);
  await endCommand(ctx, seen, outcome);
  return { status: "completed" };
}

// A job that was lost or is running must not keep the completion from being recorded.
async function cancelIfWaiting(ctx: MutationCtx, job: Id<"_scheduled_functions">) {
  const found = await ctx.db.system.get("_scheduled_functions", job);
  if (found?.state.kind === "pending") await ctx.scheduler.cancel(job);
}
