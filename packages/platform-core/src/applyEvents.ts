import { toStorable } from "@convex-es/platform-store";
import type { Value } from "convex/values";
import { projectionBehaviourOf, type AnyProjection, type EventInfo } from "./defineProjection.js";
import { deepFreeze } from "./fold.js";
import { asInfrastructureError, infrastructureError } from "./infrastructureError.js";

/** A stored event as handlers see it. */
export type RecordedEvent = EventInfo & { readonly payload: unknown };

/** The events of one row, in order. */
export type RowEvents = { key: string; events: RecordedEvent[] };

/** Groups the events a projection handles by row, keeping their order; throws where no key can be computed. */
export function groupByKey(projection: AnyProjection, events: readonly RecordedEvent[]): RowEvents[] {
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
  const what = `The handler of ${projection.name} for ${event.type}`;
  try {
    const after = on[event.type]?.(deepFreeze(row ?? initial), event.payload, event);
    if (after instanceof Promise) throw new Error("handlers must be synchronous");
    if (after === null) return null;
    if (typeof after !== "object") throw new Error("it must return a row, or null to delete it");
    return toStorable(after as Value, projection.name);
  } catch (error) {
    throw asInfrastructureError(error, "PROJECTION_FAILED", what);
  }
}

function keyOf(projection: AnyProjection, event: RecordedEvent): string {
  const key = projectionBehaviourOf(projection).keyOf(event);
  if (typeof key === "string" && key !== "") return key;
  throw infrastructureError(
    "INVALID_KEY",
    `${projection.name}: the key of ${event.type} (${event.id}) must be a non-empty string, not ${JSON.stringify(key) ?? String(key)}.`,
  );
}
