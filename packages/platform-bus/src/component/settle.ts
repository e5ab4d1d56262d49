import type { Doc } from "./_generated/dataModel.js";
import type { MutationCtx } from "./_generated/server.js";
import { assertAttemptFits } from "./assertAttemptFits.js";
import { findCommand } from "./findCommand.js";
import type { Attempt, Difference, Settlement } from "./shared.js";
import { fromStored } from "./storedOutcome.js";

/** Decides whether an attempt is new, a repeat, or a misuse of an id that is taken. */
export async function settle(ctx: MutationCtx, attempt: Attempt): Promise<Settlement> {
  assertAttemptFits(attempt);
  const seen = await findCommand(ctx, attempt);
  if (seen === null) return { status: "new" };
  const differs = difference(seen, attempt);
  if (differs === null) return { status: "settled", outcome: fromStored(seen) };
  await ctx.db.insert("misuses", { ...attempt, differs, attemptedAt: Date.now() });
  return { status: "reused", differs };
}

// The caller comes first: a stranger must not learn whether type and payload were right.
function difference(seen: Doc<"commands">, attempt: Attempt): Difference | null {
  if (seen.actorId !== attempt.actorId) return "caller";
  if (seen.type !== attempt.type) return "type";
  return seen.fingerprint === attempt.fingerprint ? null : "payload";
}
