import { comparePositions, type Position } from "@convex-es/platform-base";
import type { RunQueryCtx } from "../contract/boundary.js";
import { storeError } from "../contract/errors.js";
import { pageBudget } from "../contract/limits.js";
import { maxCommitTs } from "../contract/logPlaces.js";
import type { EventStore } from "./EventStore.js";
import { decodeCursor, encodeCursor, startPlaces, type StorePlace } from "./logCursors.js";
import type { LogFilter, LogPage, PageArgs, RecordedEvent } from "./logPages.js";

// An action has no `db`: each of its reads sees another moment, so several logs have no common order there.
type SnapshotCtx = RunQueryCtx & { db: object };

/**
 * A page of several mounted stores in one order: by commit, then ordinal, then name of the store. Costs one call of each store and
 * the budget of one page, shared by all; call it in a query or mutation. Its cursor is valid for the same stores, in any order.
 *
 * @example
 * const page = await readLogs(ctx, [orderStore, inventoryStore], { tenant: "", after: cursor, limit: 100 });
 */
export async function readLogs(
  ctx: SnapshotCtx,
  stores: readonly EventStore[],
  { after, ...args }: LogFilter & Omit<PageArgs, "budget">,
): Promise<LogPage> {
  const names = distinctNames(stores);
  const places = startPlaces(after, names);
  const budget = {
    documents: Math.floor(pageBudget.documents / names.length),
    bytes: Math.floor(pageBudget.bytes / names.length),
  };
  const parts: StorePart[] = [];
  for (const store of stores) {
    const start = encodeCursor(places.filter((place) => place.store === store.name));
    const page = await store.readLog(ctx, { ...args, budget, after: start });
    for (const end of decodeCursor(page.cursor, [store.name])) parts.push({ ...page, end });
  }
  return mergeLogs(parts, args.limit);
}

function distinctNames(stores: readonly EventStore[]): string[] {
  const names = [...new Set(stores.map(({ name }) => name))];
  if (names.length === stores.length && names.length > 0) return names;
  const message = "stores must be at least one store, and each must have its own name";
  throw storeError({ code: "STORES_INVALID", message, path: "stores" });
}

// What was read of one store, and how far.
type StorePart = { events: RecordedEvent[]; end: StorePlace; isDone: boolean };

// Merges the parts in order; the page ends where the first store has not been read on.
function mergeLogs(parts: StorePart[], limit: number): LogPage {
  const horizons = parts.filter(({ isDone }) => !isDone).map(({ end }) => endPosition(end));
  const events = parts
    .flatMap((part) => part.events)
    .sort((a, b) => comparePositions(a.position, b.position))
    .filter(({ position }) => horizons.every((end) => comparePositions(position, end) <= 0))
    .slice(0, limit);
  const taken = new Set(events);
  const places = parts.map((part) => placeBeforeNext(part, taken));
  const isDone =
    horizons.length === 0 && parts.every((part) => part.events.every((event) => taken.has(event)));
  return { events, cursor: encodeCursor(places), isDone };
}

function endPosition({ store, place: { commitTs, ordinal, own } }: StorePlace): Position {
  if (own !== undefined) return { commitTs: maxCommitTs, ordinal: own, store };
  return { commitTs, ordinal, store };
}

// The next page reads again what was read beyond this one.
function placeBeforeNext({ events, end }: StorePart, taken: Set<RecordedEvent>): StorePlace {
  const next = events.find((event) => !taken.has(event));
  if (next === undefined) return end;
  const { commitTs, ordinal } = next.position;
  const before = ordinal - 1;
  if (typeof commitTs !== "bigint") return { ...end, place: { ...end.place, own: before } };
  return { ...end, place: { commitTs, ordinal: before } };
}
