import type { MutationCtx } from "../component/_generated/server.js";
import { assertAttemptFits } from "./assertAttemptFits.js";
import { assertOutcomeFits } from "./assertOutcomeFits.js";
import { assertRetention, DEFAULT_RETENTION_MS } from "../contract/assertRetention.js";
import type { Recording } from "../contract/shared.js";
import { toStored } from "./storedOutcome.js";

/** Stores how a command ended: one insert, nothing read, so unrelated commands never conflict here. */
export async function record(
  ctx: MutationCtx,
  { outcome, retentionMs = DEFAULT_RETENTION_MS, ...attempt }: Recording,
): Promise<null> {
  assertAttemptFits(attempt);
  assertOutcomeFits(outcome);
  assertRetention(retentionMs);
  const recordedAt = Date.now();
  await ctx.db.insert("commands", {
    ...attempt,
    ...toStored(outcome),
    committedAt: ctx.db.vars.commitTs,
    recordedAt,
    retentionMs,
    expiresAt: recordedAt + retentionMs,
  });
  return null;
}
