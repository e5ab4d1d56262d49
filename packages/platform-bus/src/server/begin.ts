import { internal } from "../component/_generated/api.js";
import type { MutationCtx } from "../component/_generated/server.js";
import {
  assertAttemptFits,
  assertDeadline,
  assertRetention,
  defaultRetentionMs,
} from "../contract/checks.js";
import type { Beginning, Settlement } from "../contract/commands.js";
import { settle } from "./settle.js";

/**
 * Settles an attempt; a new one is recorded as pending, and its failure at the deadline is scheduled.
 * A repeat is answered whatever its own deadline is: only the first one counts.
 */
export async function begin(ctx: MutationCtx, beginning: Beginning): Promise<Settlement> {
  const {
    correlationId,
    causationId,
    startedAt,
    deadline,
    retentionMs = defaultRetentionMs,
    ...attempt
  } = beginning;
  assertAttemptFits({ ...attempt, correlationId, causationId });
  assertRetention(retentionMs);
  const settlement = await settle(ctx, attempt);
  if (settlement.status !== "new") return settlement;
  const now = Date.now();
  assertDeadline(deadline, now);
  const { tenant, commandId } = attempt;
  const job = { tenant, commandId, deadline };
  const deadlineJob = await ctx.scheduler.runAt(deadline, internal.lib.failAtDeadline, job);
  await ctx.db.insert("commands", {
    ...attempt,
    correlationId,
    causationId,
    startedAt,
    outcome: { status: "pending", deadlineJob },
    position: null,
    committedAt: ctx.db.vars.commitTs,
    recordedAt: now,
    retentionMs,
    expiresAt: deadline,
  });
  return settlement;
}
