import type { Attempt, CommandBus, Ending, Outcome } from "@convex-es/platform-bus";
import { infrastructureError } from "../base/infrastructureError.js";
import { refused, type Refused } from "../declarations/outcome.js";
import type { MutationContext } from "../base/untypedTables.js";

type Earlier = { outcome: Outcome } | { refusal: Refused };

/**
 * The outcome of an earlier attempt under the same id, the refusal of its misuse, or `null`: the id is free. What is still
 * under way, or came to nothing, has no outcome of a command and is thrown.
 */
export async function earlierOutcome(
  ctx: MutationContext,
  bus: CommandBus,
  attempt: Attempt,
): Promise<Earlier | null> {
  const settlement = await bus.settle(ctx, attempt);
  if (settlement.status === "new") return null;
  if (settlement.status === "reused") return { refusal: misuse(settlement.differs) };
  if (settlement.status === "settled") return { outcome: decided(settlement.outcome) };
  const message = "This command is still under way; send it again later to learn its outcome.";
  throw infrastructureError("COMMAND_PENDING", message, true);
}

function misuse(differs: "type" | "payload" | "caller"): Refused {
  const message = `This command id was used for a command with another ${differs}; make a new id for each intent.`;
  return refused("COMMAND_ID_REUSED", message, { differs });
}

// Only a command that outlives its mutation can fail for good; one that decides at once leaves no record when it throws.
function decided(ending: Ending): Outcome {
  if (ending.status !== "failed") return ending;
  throw infrastructureError(
    "COMMAND_FAILED",
    `The work that was begun under this command id came to nothing: ${ending.code}: ${ending.message} Send the command again under a new id.`,
  );
}
