import type { Doc } from "../component/_generated/dataModel.js";
import type { MutationCtx } from "../component/_generated/server.js";
import { assertAttemptFits } from "../contract/checks.js";
import type { Attempt, Difference, Settlement } from "../contract/commands.js";
import { findCommand, standingOf } from "./commandRecord.js";
import { writeMisuse } from "./misuses.js";

/**
 * Decides whether an attempt is new, a repeat, or a misuse of an id that is taken.
 * The row decides, not the clock: an expired record answers until the purge deletes it.
 */
export async function settle(ctx: MutationCtx, attempt: Attempt): Promise<Settlement> {
  assertAttemptFits(attempt);
  const row = await findCommand(ctx, attempt);
  if (row === null) return { status: "new" };
  const differs = differenceBetween(row, attempt);
  if (differs !== null) {
    await writeMisuse(ctx, { attempt, differs, retentionMs: row.retentionMs });
    return { status: "reused", differs };
  }
  const standing = standingOf(row);
  return standing.status === "pending" ? standing : { status: "settled", outcome: standing };
}

// The caller comes first: a stranger must not learn whether type and payload were right.
function differenceBetween(row: Doc<"commands">, attempt: Attempt): Difference | null {
  if (row.actorId !== attempt.actorId) return "caller";
  if (row.type !== attempt.type) return "type";
  return row.fingerprint === attempt.fingerprint ? null : "payload";
}
