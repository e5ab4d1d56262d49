import type { QueryCtx } from "../component/_generated/server.js";
import { findCommand } from "./findCommand.js";
import type { CommandKey, CommandRecord } from "../contract/shared.js";
import { fromStored } from "./storedOutcome.js";

/** Shows the record of a command id, or null when nothing was ever committed under it. */
export async function find(ctx: QueryCtx, key: CommandKey): Promise<CommandRecord | null> {
  const seen = await findCommand(ctx, key);
  if (seen === null) return null;
  const { type, actorId, correlationId, causationId, startedAt, recordedAt } = seen;
  const outcome = fromStored(seen);
  const causes = { correlationId, causationId };
  return { status: outcome.status, outcome, type, actorId, ...causes, startedAt, recordedAt };
}
