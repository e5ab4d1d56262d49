import type { Attempt, Ending, Outcome, Settlement } from "@convex-es/platform-bus";
import type { Decision } from "@convex-es/platform-store/internal";
import { trusted } from "../contract/boundary.js";
import { infrastructureError } from "../base/infrastructureError.js";
import { refused, type Executed, type Refused, type Rejected } from "../declarations/outcome.js";
import { identityOf, type Call } from "./Call.js";

/** An outcome as its caller sees it. */
export type Answer = Executed | Rejected;

/** How a call ends, or which events it decided, as its store takes it. */
export function endingOf(call: Call, ending: Decision["ending"]): Decision {
  const { correlationId, causationId, startedAt, runtime } = call;
  const { retentionMs } = runtime;
  const causes = { correlationId, causationId, startedAt, retentionMs };
  return { ...identityOf(call).attempt, ...causes, ending };
}

type Earlier = { outcome: Answer; recorded: Outcome } | { refusal: Refused };

/**
 * The outcome of an earlier attempt under the same id, or the refusal of an id that another command used; `null` means that the
 * id is free. Throws COMMAND_PENDING and COMMAND_FAILED for work that outlived its mutation.
 */
export function earlierOutcome(
  settlement: Settlement,
  attempt: Pick<Attempt, "commandId">,
): Earlier | null {
  switch (settlement.status) {
    case "new":
      return null;
    case "reused":
      return { refusal: idReused(settlement.differs) };
    case "settled": {
      const recorded = decided(settlement.outcome);
      return { recorded, outcome: answerOf(recorded, attempt) };
    }
    default: {
      const message = "This command is still running; send it again later to learn its outcome.";
      throw infrastructureError("COMMAND_PENDING", message, true);
    }
  }
}

/** A recorded outcome as its caller sees it: a position is a placeholder until the commit; the caller gets it resolved. */
export const answerOf = (outcome: Outcome, { commandId }: Pick<Attempt, "commandId">): Answer =>
  trusted({ ...outcome, commandId });

function idReused(differs: "type" | "payload" | "caller"): Refused {
  const message = `This command id belongs to a command with another ${differs}; make a new id for each intent.`;
  return refused("COMMAND_ID_REUSED", message, { differs });
}

// Only a command that outlives its mutation can fail for good; a command that decides at once leaves no record when it throws.
function decided(ending: Ending): Outcome {
  if (ending.status !== "failed") return ending;
  throw infrastructureError(
    "COMMAND_FAILED",
    `The work that began under this command id failed: ${ending.code}: ${ending.message} Send the command again under a new id.`,
  );
}
