import type { MutationCtx } from "../component/_generated/server.js";
import {
  assertAttemptFits,
  assertOutcomeFits,
  assertRetention,
  defaultRetentionMs,
} from "../contract/checks.js";
import type { Recording } from "../contract/commands.js";
import { storedOutcome } from "./commandRecord.js";

/** Stores how a command ended: one insert and no read, so unrelated commands never conflict here. */
export async function record(
  ctx: MutationCtx,
  { outcome, retentionMs = defaultRetentionMs, ...attempt }: Recording,
): Promise<null> {
  assertAttemptFits(attempt);
  assertOutcomeFits(outcome);
  assertRetention(retentionMs);
  const recordedAt = Date.now();
  await ctx.db.insert("commands", {
    ...attempt,
    ...storedOutcome(outcome),
    committedAt: ctx.db.vars.commitTs,
    recordedAt,
    retentionMs,
    expiresAt: recordedAt + retentionMs,
  });
  return null;
}
