import { toStorable } from "@convex-es/platform-base";
import type { Tag } from "@convex-es/platform-store";
import { validate } from "convex-helpers/validators";
import { getConvexSize, type Value } from "convex/values";
import { trusted } from "../contract/boundary.js";
import { readModelColumns } from "../declarations/projectionTable.js";
import { deepFreeze } from "../base/deepFreeze.js";
import type { EventCategory } from "../declarations/defineEvents.js";
import {
  projectionBehaviourOf,
  type AnyProjection,
  type EventInfo,
  type HandledEvent,
} from "../declarations/defineProjection.js";
import { causedBy, infrastructureError, messageOf } from "../base/infrastructureError.js";
import { own } from "../base/own.js";
import { synchronous } from "../base/synchronous.js";

/** A stored event, as far as read models need it: what handlers see, and what it is routed by. */
export type RecordedEvent = EventInfo & {
  readonly payload: unknown;
  readonly category: EventCategory;
  readonly context: string;
  readonly tags: readonly Tag[];
};

/** The rows of another read model that belong to events. */
export type Joined = { of(event: RecordedEvent): unknown };

/** A row, `null` for none, and its key; where it is made of the rows of another read model, those too. */
export type KeyedRow = {
  readonly key: string;
  readonly row: unknown;
  readonly joined?: Joined | null | undefined;
};

/** The row after the events, or `null` for none: the one way rows come about, live and in a rebuild. */
export function applyEvents(
  projection: AnyProjection,
  { row, ...keyed }: KeyedRow,
  events: readonly RecordedEvent[],
): unknown {
  return events.reduce(
    (before, event) => applyToRow(projection, { ...keyed, row: before }, event),
    row,
  );
}

function applyToRow(
  projection: AnyProjection,
  { key, row, joined }: KeyedRow,
  event: RecordedEvent,
): unknown {
  const { on, initial, join } = projectionBehaviourOf(projection);
  const handler = own(on, event.type);
  if (handler === undefined) return row;
  try {
    const payload = deepFreeze(event.payload);
    const seen = join === null ? {} : { joined: deepFreeze(joined?.of(event) ?? null) };
    const info = Object.freeze({ ...infoOf(event, key), ...seen });
    const after = synchronous(handler(deepFreeze(row ?? initial), payload, info));
    if (after === null) return null;
    if (typeof after !== "object" || Array.isArray(after)) {
      throw new Error("it must return a row, or null to delete it");
    }
    return checkedRow(projection, key, toStorable(after, ""));
  } catch (error) {
    const what = `The handler of ${projection.name} for ${event.type}`;
    const failure = infrastructureError("PROJECTION_FAILED", `${what} failed: ${messageOf(error)}`);
    throw causedBy(error, failure);
  }
}

/** Convex's limit on the size of a document. */
const mostBytes = 2 ** 20;

/**
 * The row, if its table takes it: checked after every event, so that it does not matter where a page ends, nor whether a later
 * event would mend it.
 */
function checkedRow(projection: AnyProjection, key: string, row: unknown): unknown {
  const { table } = projectionBehaviourOf(projection);
  assertNoPlatformColumn(row);
  const document = { ...trusted<Record<string, Value>>(row), tenant: "", generation: 0, key };
  if (table !== null && !validate(table, document)) {
    // Only the throwing form says what is wrong; it is slower.
    validate(table, document, { throw: true });
  }
  const bytes = getConvexSize(document);
  if (bytes > mostBytes) {
    throw new Error(`the row is too large: ${bytes} bytes; a document holds at most ${mostBytes}`);
  }
  return row;
}

function assertNoPlatformColumn(row: unknown): void {
  const column = readModelColumns.find((one) => Object.hasOwn(trusted<object>(row), one));
  if (column === undefined) return;
  throw new Error(`it set "${column}", a column of the platform; leave it out of the row`);
}

// The same whoever calls: what an event is stored with besides is not the business of handlers.
export function infoOf(event: EventInfo, key: string): HandledEvent {
  const { id, type, streamType, streamId, version, tenant } = event;
  const { actor, correlationId, causationId, occurredAt } = event;
  const stream = { streamType, streamId, version, tenant };
  return { key, id, type, ...stream, actor, correlationId, causationId, occurredAt };
}
