import { toStorable } from "@convex-es/platform-store";
import { validate } from "convex-helpers/validators";
import type { AnyAggregate } from "./defineAggregate.js";
import type { DomainEvent } from "./defineEvents.js";
import { asInfrastructureError, infrastructureError } from "./infrastructureError.js";

/** The state after the events: `evolve` folded over them, checked against the declared shape. */
export function fold(aggregate: AnyAggregate, state: unknown, events: readonly DomainEvent[]): unknown {
  const folded = events.reduce((before, event) => evolveOne(aggregate, before, event), state);
  return checkedState(aggregate, folded);
}

function evolveOne(aggregate: AnyAggregate, state: unknown, event: DomainEvent): unknown {
  const evolve = aggregate.evolve[event.type];
  if (evolve === undefined) {
    throw infrastructureError(
      "UNKNOWN_EVENT",
      `${aggregate.name} has an event of type "${event.type}", which its declaration does not know.`,
    );
  }
  try {
    return evolve(deepFreeze(state), event.payload);
  } catch (error) {
    throw asInfrastructureError(error, "EVOLVE_FAILED", `${aggregate.name}.evolve.${event.type}`);
  }
}

function checkedState(aggregate: AnyAggregate, state: unknown): unknown {
  const storable = toStorable(state, `${aggregate.name}.state`);
  try {
    validate(aggregate.stateValidator, storable, { throw: true });
  } catch (error) {
    throw asInfrastructureError(error, "INVALID_STATE", `The state that ${aggregate.name}.evolve made`);
  }
  return storable;
}

/** Freezes a value through and through, so that no decision or handler can change what it was handed. */
export function deepFreeze<T>(value: T): T {
  if (value === null || typeof value !== "object" || Object.isFrozen(value)) return value;
  if (value instanceof ArrayBuffer) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}
