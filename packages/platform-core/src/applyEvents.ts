import { toStorable, type Tag } from "@convex-es/platform-store";
import { deepFreeze } from "./deepFreeze.js";
import type { EventCategory } from "./defineEvents.js";
import {
  projectionBehaviourOf,
  type AnyProjection,
  type EventInfo,
  type HandledEvent,
} from "./defineProjection.js";
import { infrastructureError, messageOf } from "./infrastructureError.js";
import { own } from "./own.js";
import { synchronous } from "./synchronous.js";

/** A stored event, as far as read models need it: what handlers see, and what it is routed by. */
export type RecordedEvent = EventInfo & {
  readonly payload: unknown;
  readonly category: EventCategory;
  readonly context: string;
  readonly tags: readonly Tag[];
};

/** A row, `null` for none, and its key. */
export type KeyedRow = { readonly key: string; readonly row: unknown };

/** The row after the events, or `null` for none: the one way rows come about, live and in a rebuild. */
export function applyEvents(
  projection: AnyProjection,
  { key, row }: KeyedRow,
  events: readonly RecordedEvent[],
): unknown {
  return events.reduce((before, event) => applyOne(projection, { key, row: before }, event), row);
}

function applyOne(
  projection: AnyProjection,
  { key, row }: KeyedRow,
  event: RecordedEvent,
): unknown {
  const { on, initial } = projectionBehaviourOf(projection);
  const handler = own(on, event.type);
  if (handler === undefined) return row;
  try {
    const payload = deepFreeze(event.payload);
    const after = synchronous(handler(deepFreeze(row ?? initial), payload, infoOf(event, key)));
    if (after === null) return null;
    if (typeof after !== "object" || Array.isArray(after)) {
      throw new Error("it must return a row, or null to delete it");
    }
    return toStorable(after, "");
  } catch (error) {
    const what = `The handler of ${projection.name} for ${event.type}`;
    const failure = infrastructureError("PROJECTION_FAILED", `${what} failed: ${messageOf(error)}`);
    throw Object.assign(failure, { cause: error });
  }
}

// The same whoever calls: what an event is stored with besides is not the business of handlers.
function infoOf(event: RecordedEvent, key: string): HandledEvent {
  const { id, type, streamType, streamId, version, tenant } = event;
  const { actor, correlationId, causationId, occurredAt } = event;
  const stream = { streamType, streamId, version, tenant };
  return Object.freeze({ key, id, type, ...stream, actor, correlationId, causationId, occurredAt });
}
