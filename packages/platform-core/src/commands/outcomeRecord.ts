import type { Attempt, CommandBus, Ending, Outcome } from "@convex-es/platform-bus";
import { trusted } from "../contract/boundary.js";
import { infrastructureError } from "../base/infrastructureError.js";
import type { MutationContext } from "../base/untypedTables.js";
import { refused, type Executed, type Refused, type Rejected } from "../declarations/outcome.js";
import { identityOf, type Call } from "./Call.js";

/** An outcome as its caller sees it. */
type Answer = Executed | Rejected;

/** Records how a command ended under its id and returns the outcome as its caller sees it. One call, one insert. */
export async function recordOutcome(call: Call, outcome: Outcome): Promise<Answer> {
  const { attempt } = identityOf(call);
  await call.runtime.bus.record(call.ctx, {
    ...attempt,
    correlationId: call.correlationId,
    causationId: call.causationId,
    startedAt: call.startedAt,
    outcome,
    retentionMs: call.runtime.retentionMs,
  });
  return answerOf(outcome, attempt);
}

type Earlier = { outcome: Answer; recorded: Outcome } | { refusal: Refused };

/**
 * Finds the outcome of an earlier attempt under the same id, or the refusal of an id that another command used; `null` means that
 * the id is free. Throws COMMAND_PENDING and COMMAND_FAILED for work that outlived its mutation. One call, one document.
 */
export async function earlierOutcome(
  ctx: MutationContext,
  bus: CommandBus,
  attempt: Readonly<Attempt>,
): Promise<Earlier | null> {
  const settlement = await bus.settle(ctx, attempt);
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

// A position is a placeholder until the commit; the caller gets it resolved.
const answerOf = (outcome: Outcome, { commandId }: Readonly<Attempt>): Answer =>
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
