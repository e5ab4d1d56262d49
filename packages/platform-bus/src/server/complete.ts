import type { Doc, Id } from "../component/_generated/dataModel.js";
import type { MutationCtx } from "../component/_generated/server.js";
import { assertOutcomeFits } from "../contract/checks.js";
import type { CommandKey, Completing, Completion, Ending } from "../contract/commands.js";
import { findCommand, standingOf, storedOutcome } from "./commandRecord.js";

/**
 * Ends a pending command, unless it has ended or its deadline has passed: then it tells how it ended.
 * The deadline counts even when its own job has not run yet.
 */
export async function complete(
  ctx: MutationCtx,
  { outcome, ...key }: Completing,
): Promise<Completion> {
  assertOutcomeFits(outcome);
  const row = await findCommand(ctx, key);
  if (row === null) return { status: "unknown" };
  const standing = standingOf(row);
  if (standing.status !== "pending") return { status: "settled", outcome: standing };
  if (Date.now() >= standing.deadline) {
    return { status: "settled", outcome: await failOverdue(ctx, row) };
  }
  if (row.outcome.status === "pending") await cancelIfWaiting(ctx, row.outcome.deadlineJob);
  await endCommand(ctx, row, outcome);
  return { status: "completed" };
}

/** Fails a command that is still pending at its deadline; a job that runs late or twice changes nothing. */
export async function failAtDeadline(
  ctx: MutationCtx,
  { deadline, ...key }: CommandKey & { deadline: number },
): Promise<null> {
  const row = await findCommand(ctx, key);
  // The deadline tells this command from a later one under the same id.
  const isDue = row?.outcome.status === "pending" && row.expiresAt === deadline;
  if (isDue) await failOverdue(ctx, row);
  return null;
}

/** Fails a pending command that nobody completed in time, and returns that ending. */
export async function failOverdue(ctx: MutationCtx, row: Doc<"commands">): Promise<Ending> {
  const deadline = row.expiresAt;
  const ending: Ending = {
    status: "failed",
    code: "DEADLINE_EXCEEDED",
    message: `The command was not completed before its deadline, ${new Date(deadline).toISOString()}.`,
    details: { deadline },
  };
  await endCommand(ctx, row, ending);
  return ending;
}

// The retention of a command starts when it ends.
async function endCommand(ctx: MutationCtx, row: Doc<"commands">, ending: Ending): Promise<void> {
  const recordedAt = Date.now();
  const expiresAt = recordedAt + row.retentionMs;
  await ctx.db.patch("commands", row._id, { ...storedOutcome(ending), recordedAt, expiresAt });
}

// A job that was lost or is running must not prevent the completion.
async function cancelIfWaiting(ctx: MutationCtx, job: Id<"_scheduled_functions">): Promise<void> {
  const found = await ctx.db.system.get("_scheduled_functions", job);
  if (found?.state.kind === "pending") await ctx.scheduler.cancel(job);
}
