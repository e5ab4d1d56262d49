import { defaultLimits, findOversize, toStorable, type Limits } from "@convex-es/platform-store";
import { validate } from "convex-helpers/validators";
import type { Value } from "convex/values";
import type { AnyCommand, DecideContext } from "./command.js";
import { builtInRejections, type BuiltInRejection, type RejectionCatalog } from "./defineRejections.js";
import type { EventCatalog, DomainEvent } from "./defineEvents.js";
import { isRejection, type Rejection } from "./ensure.js";
import { deepFreeze, fold } from "./fold.js";
import { asInfrastructureError, infrastructureError } from "./infrastructureError.js";
import { behaviourOf } from "./makeCommand.js";

/** An aggregate as it was loaded: version 0 and the initial state when it has no events. */
export type Loaded = { version: number; state: unknown };

/** What a command decided: events with the state after them, or a rejection. */
export type Decision =
  | { kind: "accepted"; events: DomainEvent[]; state: unknown }
  | { kind: "rejected"; code: string; message: string; details: unknown };

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
  const early = existence(input) ?? staleness(input);
  if (early !== null) return early;
  try {
    const events = checkedEvents(input, runDecide(input));
    return withinLimits(events, input) ?? accept(events, input);
  } catch (error) {
    if (isRejection(error)) return declared(error, input.command);
    throw error;
  }
}

function existence({ command, loaded }: DecideInput): Decision | null {
  if (command.kind === "creation") {
    return loaded.version > 0 ? builtIn("ALREADY_EXISTS", { version: loaded.version }) : null;
  }
  if (loaded.version > 0 || command.onMissing === "decide") return null;
  return builtIn("NOT_FOUND", null);
}

function staleness({ loaded, expectedVersion }: DecideInput): Decision | null {
  if (expectedVersion === undefined || expectedVersion === loaded.version) return null;
  return builtIn("STALE_VERSION", { expected: expectedVersion, actual: loaded.version });
}

function runDecide({ command, loaded, args, context }: DecideInput): readonly DomainEvent[] {
  const name = command.aggregate.name;
  try {
    const decided: unknown = behaviourOf(command).decide(
      deepFreeze(loaded.state),
      deepFreeze(args),
      context,
    );
    if (decided instanceof Promise) throw new Error("decide must be synchronous; read with `load`");
    return Array.isArray(decided) ? decided : [decided as DomainEvent];
  } catch (error) {
    if (isRejection(error)) throw error;
    throw asInfrastructureError(error, "DECIDE_FAILED", `A decision on ${name}`);
  }
}

function checkedEvents({ command, args }: DecideInput, events: readonly DomainEvent[]): DomainEvent[] {
  return events.map((event) => {
    const { aggregate } = command;
    const definition = (aggregate.events as EventCatalog)[event?.type];
    if (definition === undefined) {
      throw infrastructureError(
        "UNDECLARED_EVENT",
        `A decision on ${aggregate.name} yielded "${String(event?.type)}", which is not among the aggregate's events.`,
      );
    }
    const payload = toStorable(event.payload as Value, event.type) as Record<string, unknown>;
    try {
      validate(definition.validator, payload, { throw: true });
    } catch (error) {
      throw asInfrastructureError(error, "INVALID_EVENT", `The payload of ${event.type}`);
    }
    const id: unknown = payload[aggregate.idField];
    if (id !== undefined && id !== args[aggregate.idField]) {
      throw infrastructureError(
        "WRONG_AGGREGATE",
        `A decision on ${aggregate.name} "${String(args[aggregate.idField])}" yielded ${event.type} for "${String(id)}".`,
      );
    }
    return deepFreeze({ type: event.type, payload });
  });
}

function withinLimits(events: DomainEvent[], { limits = defaultLimits }: DecideInput): Decision | null {
  if (events.length > limits.maxEventsPerAppend) {
    return builtIn("TOO_MANY_EVENTS", { limit: limits.maxEventsPerAppend, actual: events.length });
  }
  for (const { type, payload } of events) {
    const oversize = findOversize(payload as Value, payloadRule(limits), type);
    if (oversize !== null) return builtIn("EVENT_TOO_LARGE", oversize);
  }
  return null;
}

function accept(events: DomainEvent[], { command, loaded, limits = defaultLimits }: DecideInput): Decision {
  if (events.length === 0) return { kind: "accepted", events, state: loaded.state };
  const state = fold(command.aggregate, loaded.state, events);
  const oversize = findOversize(state as Value, stateRule(limits), "state");
  if (oversize !== null) return builtIn("STATE_TOO_LARGE", oversize);
  return { kind: "accepted", events, state };
}

const payloadRule = (limits: Limits) => ({ ...limits, maxBytes: limits.maxPayloadBytes });
const stateRule = (limits: Limits) => ({ ...limits, maxBytes: limits.maxStateBytes });

function builtIn(code: BuiltInRejection, details: unknown): Decision {
  return { kind: "rejected", code, message: builtInRejections[code], details };
}

function declared(rejection: Rejection, command: AnyCommand): Decision {
  const { name } = command.aggregate;
  const definition = (command.aggregate.rejections as RejectionCatalog)[rejection.code];
  if (definition === undefined) {
    throw infrastructureError(
      "UNDECLARED_REJECTION",
      `A decision on ${name} rejected with ${rejection.code}, which is not among the aggregate's rejections.`,
    );
  }
  const details = toStorable(rejection.details as Value, rejection.code);
  try {
    validate(definition.details, details, { throw: true });
  } catch (error) {
    throw asInfrastructureError(error, "INVALID_REJECTION", `The details of ${rejection.code}`);
  }
  return { kind: "rejected", code: definition.code, message: rejection.message, details };
}
