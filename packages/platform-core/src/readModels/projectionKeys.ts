import { isWellFormed } from "@convex-es/platform-base";
import type { RecordedEvent } from "./applyEvents.js";
import type { Keyed } from "../consumers/Subscription.js";
import { subscribes } from "./subscribes.js";
import { deepFreeze } from "../base/deepFreeze.js";
import { projectionBehaviourOf, type AnyProjection } from "../declarations/defineProjection.js";
import { infrastructureError, messageOf } from "../base/infrastructureError.js";
import { synchronous } from "../base/synchronous.js";

/** The events of one row of one tenant, in order. */
export type RowEvents = { tenant: string; key: string; events: RecordedEvent[] };

/** An event and the keys of the rows it concerns. */
export type KeyedEvent<Event extends RecordedEvent = RecordedEvent> = Keyed<Event>;

/**
 * The events a projection subscribes to, with their keys. Throws one INVALID_KEY that names every event without a usable key
 * and the place of the key in it.
 */
export function keyEvents<Event extends RecordedEvent>(
  projection: AnyProjection,
  events: readonly Event[],
): KeyedEvent<Event>[] {
  const problems: string[] = [];
  const keyed = events.flatMap((event, index) => {
    if (!subscribes(projection, event)) return [];
    const { keys, problem } = readKeys(projection, event);
    if (problem !== null) problems.push(`events[${index}]${problem}`);
    return [{ event, keys }];
  });
  if (problems.length > 0) throw invalidKey(projection, problems);
  return keyed;
}

/** As `keyEvents`, by tenant and row, in order of their first event; an event of several rows is in each. */
export function groupRows(
  projection: AnyProjection,
  events: readonly RecordedEvent[],
): RowEvents[] {
  const rows = new Map<string, RowEvents>();
  for (const { event, keys } of keyEvents(projection, events)) {
    for (const key of keys) rowEventsOf(rows, { tenant: event.tenant, key }).events.push(event);
  }
  return [...rows.values()];
}

/** The keys of the rows that an event concerns, each once, none for `null`; throws INVALID_KEY where the key is none. */
export function keysOf(projection: AnyProjection, event: RecordedEvent): string[] {
  const { keys, problem } = readKeys(projection, event);
  if (problem !== null) throw invalidKey(projection, [`event${problem}`]);
  return keys;
}

function rowEventsOf(rows: Map<string, RowEvents>, row: Omit<RowEvents, "events">): RowEvents {
  const name = JSON.stringify([row.tenant, row.key]);
  const found = rows.get(name) ?? { ...row, events: [] };
  rows.set(name, found);
  return found;
}

type Keys = { keys: string[]; problem: string | null };

function readKeys(projection: AnyProjection, event: RecordedEvent): Keys {
  const { keyField, keyOf } = projectionBehaviourOf(projection);
  const none = (problem: string): Keys => {
    const place = keyField === null ? ", its key function" : `.payload.${keyField}`;
    return { keys: [], problem: `${place} ${problem} (${event.type}, id ${event.id})` };
  };
  try {
    const key = synchronous(keyOf({ type: event.type, payload: deepFreeze(event.payload) }));
    if (key === null && keyField === null) return { keys: [], problem: null };
    const isList = keyField === null && Array.isArray(key);
    const keys: unknown[] = isList ? [...new Set(key)] : [key];
    if (keys.every(isKey)) return { keys, problem: null };
    return none(
      `${keyField === null ? "gave" : "is"} ${valueName(keys.find((one) => !isKey(one)))}`,
    );
  } catch (error) {
    return none(`failed: ${messageOf(error)}`);
  }
}

const isKey = (key: unknown): key is string =>
  typeof key === "string" && key !== "" && isWellFormed(key);

function valueName(value: unknown): string {
  if (value === "") return "an empty string";
  if (typeof value === "string") return "a string with half of a surrogate pair";
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? "a list" : `a value of the type ${typeof value}`;
}

const mostKeysNamed = 20;

function invalidKey({ name }: AnyProjection, problems: readonly string[]) {
  const more =
    problems.length > mostKeysNamed ? `; and ${problems.length - mostKeysNamed} more` : "";
  const listed = problems.slice(0, mostKeysNamed).join("; ");
  const message = `${name}: the key of a row must be a non-empty string; ${listed}${more}.`;
  return infrastructureError("INVALID_KEY", message);
}
