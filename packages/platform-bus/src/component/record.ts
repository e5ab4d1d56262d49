import type { MutationCtx } from "./_generated/server.js";
import { assertAttemptFits } from "./assertAttemptFits.js";
import { assertOutcomeFits } from "./assertOutcomeFits.js";
import type { Recording } from "./shared.js";
import { toStored } from "./storedOutcome.js";

/** Stores how a command ended: one insert, nothing read, so unrelated commands never conflict here. */
export async function record(ctx: MutationCtx, { outcome, ...attempt }: Recording): Promise<null> {
  assertAttemptFits(attempt);
  assertOutcomeFits(outcome);
  await ctx.db.insert("commands", { ...attempt, ...toStored(outcome), recordedAt: Date.now() });
  return null;
}
