import { toStorable } from "@convex-es/platform-store";
import { deepFreeze } from "./deepFreeze.js";
import { projectionBehaviourOf, type AnyProjection, type EventInfo } from "./defineProjection.js";
import { asInfrastructureError, infrastructureError, messageOf } from "./infrastructureError.js";
import { own } from "./own.js";
import { synchronous } from "./synchronous.js";

/** A stored event as handlers see it. */
export type RecordedEvent = EventInfo & { readonly payload: unknown };

/** The events of one row, in order. */
export type RowEvents = { key: string; events: RecordedEvent[] };

/** Groups the events a projection handles by row, keeping their order; throws where no key can be computed. */
export function groupByKey(
  projection: AnyProjection,
  events: readonly RecordedEvent[],
): RowEvents[] {
  const rows = new Map<string, RowEvents>();
  for (const event of events) {
    if (!projection.handles.includes(event.type)) continue;
    const key = keyOf(projection, event);
    const row = rows.get(key) ?? { key, events: [] };
    row.events.push(event);
    rows.set(key, row);
  }
  return [...rows.values()];
}

/** The row after the events, or `null` for none: the one way rows come about, live and in a rebuild. */
export function applyEvents(
  projection: AnyProjection,
  row: unknown,
  events: readonly RecordedEvent[],
): unknown {
  return events.reduce((before, event) => applyOne(projection, before, event), row);
}

function applyOne(projection: AnyProjection, row: unknown, event: RecordedEvent): unknown {
  const { on, initial } = projectionBehaviourOf(projection);
  const handler = own(on, event.type);
  if (handler === undefined) return row;
  try {
    const given = deepFreeze(event);
    const after = synchronous(handler(deepFreeze(row ?? initial), given.payload, given));
    if (after === null) return null;
    if (typeof after !== "object" || Array.isArray(after)) {
      throw new Error("it must return a row, or null to delete it");
    }
    return toStorable(after, "");
  } catch (error) {
    const what = `The handler of ${projection.name} for ${event.type}`;
    throw infrastructureError("PROJECTION_FAILED", `${what} failed: ${messageOf(error)}`);
  }
}

function keyOf(projection: AnyProjection, event: RecordedEvent): string {
  const key = computedKey(projection, event);
  if (typeof key === "string" && key !== "") return key;
  throw infrastructureError(
    "INVALID_KEY",
    `${projection.name}: the key of ${event.type} (${event.id}) must be a non-empty string, not ${typeof key === "string" ? "an empty one" : `a ${typeof key}`}.`,
  );
}

function computedKey(projection: AnyProjection, event: RecordedEvent): unknown {
  try {
    return projectionBehaviourOf(projection).keyOf(deepFreeze(event));
  } catch (error) {
    throw asInfrastructureError(
      error,
      "INVALID_KEY",
      `${projection.name}: the key of ${event.type}`,
    );
  }
}
