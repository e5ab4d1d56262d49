import { defaultLimits, type Limits } from "@convex-es/platform-store";
import { checkedEvents } from "./checkedEvents.js";
import type { AnyCommand, DecideContext } from "../declarations/command.js";
import { deepFreeze } from "../base/deepFreeze.js";
import type { DomainEvent } from "../declarations/defineEvents.js";
import { isRejection } from "../declarations/ensure.js";
import { fold } from "../states/fold.js";
import type { Loaded } from "../states/loadAggregate.js";
import { asInfrastructureError } from "../base/infrastructureError.js";
import { behaviourOf } from "../declarations/makeCommand.js";
import { oversizeOfEvents, oversizeOfState } from "./oversizeRejection.js";
import { rejectedBuiltIn, rejectedBy, type RejectedDecision } from "./rejectedDecision.js";
import { synchronous } from "../base/synchronous.js";

/** What a command decided: events with the state after them, or a rejection. */
export type Decision =
  { kind: "accepted"; events: DomainEvent[]; state: unknown } | RejectedDecision;

export type DecideInput = {
  command: AnyCommand;
  loaded: Loaded;
  args: Record<string, unknown>;
  context: DecideContext<unknown>;
  expectedVersion?: number | undefined;
  limits?: Limits | undefined;
};

/**
 * One decision, pure: existence and version are checked, `decide` runs on frozen input, its events are checked against
 * their declaration and folded into the new state. Throws an infrastructure error on a mistake in the user's code.
 */
export function decideCommand(input: DecideInput): Decision {
  return precondition(input) ?? runDecide(input);
}

type Precondition = Pick<DecideInput, "command" | "loaded" | "expectedVersion">;

/** The rejection of a command that its aggregate's existence or version forbids, or `null`: worth deciding. */
export function precondition(input: Precondition): RejectedDecision | null {
  return existence(input) ?? staleness(input);
}

function existence({ command, loaded }: Precondition): RejectedDecision | null {
  if (command.kind === "creation") {
    const { version } = loaded;
    return version > 0 ? rejectedBuiltIn("ALREADY_EXISTS", { version }) : null;
  }
  if (loaded.version > 0 || command.onMissing === "decide") return null;
  return rejectedBuiltIn("NOT_FOUND", null);
}

function staleness({ loaded, expectedVersion }: Precondition): RejectedDecision | null {
  if (expectedVersion === undefined || expectedVersion === loaded.version) return null;
  return rejectedBuiltIn("STALE_VERSION", { expected: expectedVersion, actual: loaded.version });
}

function runDecide({ command, loaded, args, context, ...rest }: DecideInput): Decision {
  const { aggregate } = command;
  const input = {
    state: deepFreeze(loaded.state),
    args: deepFreeze(args),
    context: Object.freeze({ ...context, data: deepFreeze(context.data) }),
  };
  try {
    const { decide } = behaviourOf(command);
    const decided = synchronous(decide(input.state, input.args, input.context));
    const events = checkedEvents(decided, { aggregate, id: args[aggregate.idField] });
    return accepted({ ...rest, command, loaded }, events);
  } catch (error) {
    // Thrown by `decide` itself: what `evolve` throws has been turned into an infrastructure error.
    if (isRejection(error)) return rejectedBy(aggregate, error);
    throw asInfrastructureError(error, "DECIDE_FAILED", `A decision on ${aggregate.name}`);
  }
}

type Accepting = Pick<DecideInput, "command" | "loaded" | "limits">;

function accepted(
  { command, loaded, limits = defaultLimits }: Accepting,
  events: DomainEvent[],
): Decision {
  if (events.length === 0) return { kind: "accepted", events, state: loaded.state };
  const oversize = oversizeOfEvents(command.aggregate, events, limits);
  if (oversize !== null) return oversize;
  const state = fold(command.aggregate, loaded.state, events);
  return oversizeOfState(state, limits) ?? { kind: "accepted", events, state };
}
