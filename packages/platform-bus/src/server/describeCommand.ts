import type { Doc } from "../component/_generated/dataModel.js";
import type { KnownCommand } from "../contract/shared.js";
import { fromStored } from "./storedOutcome.js";

/** A record as its status is shown. */
export function describeCommand(row: Doc<"commands">): KnownCommand {
  const { commandId, type, actorId, correlationId, causationId, startedAt, recordedAt } = row;
  const outcome = fromStored(row);
  const durationMs = outcome.status === "pending" ? null : recordedAt - startedAt;
  return {
    status: outcome.status,
    outcome,
    events: outcome.status === "executed" ? outcome.events : [],
    timing: { startedAt, recordedAt, durationMs },
    commandId,
    type,
    actorId,
    correlationId,
    causationId,
  };
}
