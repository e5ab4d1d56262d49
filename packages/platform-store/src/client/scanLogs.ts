import type { RunQueryCtx } from "../contract/boundary.js";
import type { EventStore } from "./EventStore.js";
import { encodeCursor, narrowCursor, type StorePlace } from "./logCursors.js";
import type { Stale } from "./logPages.js";

/** What the next page of several logs is about. */
export type LogScan = {
  /** How many events it holds, and of which stored types. */
  events: number;
  types: string[];
  /** Where the next scan, or a reader, goes on. */
  cursor: string;
};

/**
 * Looks at the next `limit` events of each of several stores, in no common order, and returns their types: call it to wake
 * their readers. It looks at a store that the cursor does not name from the beginning. One call of each store;
 * no payload leaves it.
 */
export async function scanLogs(
  ctx: RunQueryCtx,
  stores: readonly EventStore[],
  { after, limit }: { after: string | null; limit: number },
): Promise<LogScan> {
  const places: StorePlace[] = [];
  const types = new Set<string>();
  let events = 0;
  for (const store of stores) {
    const start = after === null ? {} : { after: narrowCursor(after, [store.name]) };
    const scan = await store.scanLog(ctx, { ...start, limit });
    for (const type of scan.types) types.add(type);
    events += scan.events;
    places.push(scan.end);
  }
  return { events, types: [...types], cursor: encodeCursor(places) };
}

/** The cursor behind everything that several stores hold, for a reader that has nothing left to read. One document each. */
export async function logEnds(
  ctx: RunQueryCtx,
  stores: readonly EventStore[],
  stale: Stale = {},
): Promise<string> {
  const places = await Promise.all(stores.map((store) => store.logEnd(ctx, stale)));
  return encodeCursor(places);
}
