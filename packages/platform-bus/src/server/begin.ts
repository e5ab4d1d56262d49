import { internal } from "../component/_generated/api.js";
import type { MutationCtx } from "../component/_generated/server.js";
import { assertAttemptFits } from "./assertAttemptFits.js";
import { assertDeadline } from "./assertDeadline.js";
import { assertRetention, DEFAULT_RETENTION_MS } from "../contract/assertRetention.js";
import { settle } from "./settle.js";
import type { Beginning, Settlement } from "../contract/shared.js";

/**
 * Settles an attempt and, when it is new, records it as pending and schedules its failure at the deadline.
 * A repeat is answered whatever its own deadline is: only the first one counts.
 */
export async function begin(ctx: MutationCtx, beginning: Beginning): Promise<Settlement> {
  const { correlationId, causationId, startedAt, deadline, retentionMs, ...attempt } = beginning;
  const causes = { correlationId, causationId };
  assertAttemptFits({ ...attempt, ...causes });
  assertRetention(retentionMs ?? DEFAULT_RETENTION_MS);
  const settlement = await settle(ctx, attempt);
  if (settlement.status !== "new") return settlement;
  const now = Date.now();
  assertDeadline(deadline, now);
  const { tenant, commandId } = attempt;
  const job = { tenant, commandId, deadline };
  const deadlineJob = await ctx.scheduler.runAt(deadline, internal.lib.failAtDeadline, job);
  await ctx.db.insert("commands", {
    ...attempt,
    ...causes,
    startedAt,
    outcome: { status: "pending", deadlineJob },
    position: null,
    committedAt: ctx.db.vars.commitTs,
    recordedAt: now,
    retentionMs: retentionMs ?? DEFAULT_RETENTION_MS,
    expiresAt: deadline,
  });
  return settlement;
}
