import type { Doc } from "../component/_generated/dataModel.js";
import type { MutationCtx } from "../component/_generated/server.js";
import { assertAttemptFits } from "./assertAttemptFits.js";
import { findCommand } from "./findCommand.js";
import type { Attempt, Difference, Settlement } from "../contract/shared.js";
import { fromStored } from "./storedOutcome.js";

/**
 * Decides whether an attempt is new, a repeat, or a misuse of an id that is taken.
 * The row alone decides, not the clock: a record that has expired keeps answering until the purge deletes it.
 */
export async function settle(ctx: MutationCtx, attempt: Attempt): Promise<Settlement> {
  assertAttemptFits(attempt);
  const seen = await findCommand(ctx, attempt);
  if (seen === null) return { status: "new" };
  const differs = difference(seen, attempt);
  if (differs !== null) return await refuse(ctx, { attempt, seen, differs });
  const standing = fromStored(seen);
  return standing.status === "pending" ? standing : { status: "settled", outcome: standing };
}

// The caller comes first: a stranger must not learn whether type and payload were right.
function difference(seen: Doc<"commands">, attempt: Attempt): Difference | null {
  if (seen.actorId !== attempt.actorId) return "caller";
  if (seen.type !== attempt.type) return "type";
  return seen.fingerprint === attempt.fingerprint ? null : "payload";
}

type Refusal = { attempt: Attempt; seen: Doc<"commands">; differs: Difference };

async function refuse(ctx: MutationCtx, { attempt, seen, differs }: Refusal): Promise<Settlement> {
  const attemptedAt = Date.now();
  const expiresAt = attemptedAt + seen.retentionMs;
  await ctx.db.insert("misuses", { ...attempt, differs, attemptedAt, expiresAt });
  return { status: "reused", differs };
}
