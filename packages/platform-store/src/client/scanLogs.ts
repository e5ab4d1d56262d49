import type { EventStore } from "./EventStore.js";
import { encodeCursor, type StorePlace } from "./logCursor.js";
import { narrowCursor } from "./narrowCursor.js";
import type { RunQueryCtx } from "./readerOf.js";

/** What the next page of several logs is about. */
export type LogScan = {
  /** How many events it holds, and of which stored types. */
  events: number;
  types: string[];
  /** Where the next scan, or a reader, goes on. */
  cursor: string;
};

/**
 * Looks at the next `limit` events of each of several stores, in no common order, and tells their types: for whoever wakes
 * those that are to read them. A store that the cursor does not know is looked at from its beginning. One call of each store;
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
