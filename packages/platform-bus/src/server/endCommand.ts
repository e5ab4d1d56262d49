import type { Doc } from "../component/_generated/dataModel.js";
import type { MutationCtx } from "../component/_generated/server.js";
import type { Ending } from "../contract/shared.js";
import { toStored } from "./storedOutcome.js";

/** Ends a pending command; its retention starts now. */
export async function endCommand(ctx: MutationCtx, row: Doc<"commands">, ending: Ending) {
  const recordedAt = Date.now();
  const expiresAt = recordedAt + row.retentionMs;
  await ctx.db.patch("commands", row._id, { ...toStored(ending), recordedAt, expiresAt });
}

/** Ends a pending command that nobody completed in time, and says how it ended. */
export async function failOverdue(ctx: MutationCtx, row: Doc<"commands">): Promise<Ending> {
  const deadline = row.expiresAt;
  const ending: Ending = {
    status: "failed",
    code: "DEADLINE_EXCEEDED",
    message: `Nothing completed the command before its deadline, ${new Date(deadline).toISOString()}.`,
    details: { deadline },
  };
  await endCommand(ctx, row, ending);
  return ending;
}
