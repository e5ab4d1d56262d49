import type { QueryCtx } from "./_generated/server.js";
import { findCommand } from "./findCommand.js";
import type { CommandRecord } from "./shared.js";
import { fromStored } from "./storedOutcome.js";

/** Shows the record of a command id, or null when nothing was ever committed under it. */
export async function find(
  ctx: QueryCtx,
  key: { tenant: string; commandId: string },
): Promise<CommandRecord | null> {
  const seen = await findCommand(ctx, key);
  if (seen === null) return null;
  const { type, actorId, correlationId, causationId, startedAt, recordedAt } = seen;
  const outcome = fromStored(seen);
  return {
    status: outcome.status,
    outcome,
    type,
    actorId,
    correlationId,
    causationId,
    startedAt,
    recordedAt,
  };
}
