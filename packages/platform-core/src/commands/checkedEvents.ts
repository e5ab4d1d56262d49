import { conforming } from "../base/conforming.js";
import type { AnyAggregate } from "../declarations/defineAggregate.js";
import { definitionIn, type DomainEvent } from "../declarations/defineEvents.js";
import { infrastructureError } from "../base/infrastructureError.js";

type Target = { aggregate: AnyAggregate; id: unknown };

/** What a decision on one aggregate returned, as events that fit their declaration; anything else is a mistake in it. */
export function checkedEvents(decided: unknown, target: Target): DomainEvent[] {
  const list: readonly unknown[] = Array.isArray(decided) ? decided : [decided];
  return list.map((item) => checkedEvent(item, target));
}

function checkedEvent(item: unknown, { aggregate, id }: Target): DomainEvent {
  const { type, payload } = shapeOf(item, aggregate.name);
  const definition = definitionIn(aggregate.events, type);
  if (definition === undefined) {
    throw infrastructureError(
      "UNDECLARED_EVENT",
      `A decision on ${aggregate.name} yielded "${String(type)}", which is not among the aggregate's events; it has ${Object.keys(aggregate.events).join(", ")}.`,
    );
  }
  const what = `The payload of ${definition.type}`;
  const checked = conforming(payload, definition.validator, { code: "INVALID_EVENT", what });
  const carried = (checked as Record<string, unknown>)[aggregate.idField];
  if (carried !== undefined && carried !== id) {
    throw infrastructureError(
      "WRONG_AGGREGATE",
      `A decision on ${aggregate.name} ${JSON.stringify(id)} yielded ${definition.type} with another ${aggregate.idField}.`,
    );
  }
  return { type: definition.type, payload: checked };
}

function shapeOf(item: unknown, aggregate: string): { type: unknown; payload: unknown } {
  if (typeof item === "object" && item !== null && "type" in item && "payload" in item) return item;
  throw infrastructureError(
    "DECIDE_FAILED",
    `A decision on ${aggregate} yielded something that is no event; return an event, a list of events, or [] for none.`,
  );
}
