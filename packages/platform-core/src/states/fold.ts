import { trusted } from "../contract/boundary.js";
import { checkedCopy } from "../base/checkedCopy.js";
import { deepFreeze } from "../base/deepFreeze.js";
import type { AnyAggregate } from "../declarations/defineAggregate.js";
import type { DomainEvent } from "../declarations/defineEvents.js";
import { asInfrastructureError, infrastructureError } from "../base/infrastructureError.js";
import { own } from "../base/own.js";
import { synchronous } from "../base/synchronous.js";

/** The state after the events: `evolve` folded over them, checked against the declared shape. */
export function fold(
  aggregate: AnyAggregate,
  state: unknown,
  events: readonly DomainEvent[],
): unknown {
  const folded = events.reduce((before, event) => evolveOne(aggregate, before, event), state);
  const what = `The state that ${aggregate.name}.evolve made`;
  return checkedCopy(folded, aggregate.stateValidator, { code: "INVALID_STATE", what });
}

function evolveOne(aggregate: AnyAggregate, state: unknown, event: DomainEvent): unknown {
  const evolve = own(trusted<AnyEvolve>(aggregate.evolve), event.type);
  if (evolve === undefined) {
    throw infrastructureError(
      "UNKNOWN_EVENT",
      `${aggregate.name} has an event of type "${event.type}", which its declaration does not know; declare it and give it an evolve.`,
    );
  }
  try {
    const after = synchronous(evolve(deepFreeze(state), deepFreeze(event.payload)));
    if (typeof after !== "object" || after === null)
      throw new Error("it must return the new state");
    return after;
  } catch (error) {
    throw asInfrastructureError(error, "EVOLVE_FAILED", `${aggregate.name}.evolve.${event.type}`);
  }
}

type AnyEvolve = Readonly<Record<string, (state: unknown, payload: unknown) => unknown>>;
