import type { StoredLogs } from "./readLog.js";
import { readLogs, type EventStore, type RecordedEvent } from "@convex-es/platform-store";
import { readEvents } from "./readEvents.js";
import { storedTypesOf } from "./readLog.js";
import { readNeighbours, type StoreReader } from "./readNeighbours.js";

// For those who put events aside: what cannot be read has a place and an id nevertheless.

type ReadStoredArgs = Omit<Parameters<typeof readLogs>[2], "limit">;

/** The first event of a log as it is stored, `null` for none, and the cursor behind it; filtered as `readLog` does. */
export async function readFirstStored(
  ctx: Parameters<typeof readLogs>[0],
  { stores, chains }: StoredLogs,
  { types, ...args }: ReadStoredArgs,
): Promise<{ stored: RecordedEvent | null; cursor: string }> {
  const filter = types && { types: storedTypesOf(types, chains) };
  const { events, cursor } = await readLogs(ctx, stores, { ...args, ...filter, limit: 1 });
  return { stored: events[0] ?? null, cursor };
}

/** Counts the events of a page of a log, filtered as `readLog` does, without upcasting them. */
export async function countStored(
  ctx: Parameters<typeof readLogs>[0],
  { stores, chains }: StoredLogs,
  { types, ...args }: Parameters<typeof readLogs>[2],
): Promise<{ events: number; cursor: string; isDone: boolean }> {
  const filter = types && { types: storedTypesOf(types, chains) };
  const { events, cursor, isDone } = await readLogs(ctx, stores, { ...args, ...filter });
  return { events: events.length, cursor, isDone };
}

/** An event as it is stored; `null` where its store does not have that id. */
export async function readStored(
  ctx: StoreReader,
  stores: readonly EventStore[],
  { store, tenant, id }: { store: string; tenant: string; id: string },
): Promise<RecordedEvent | null> {
  const holding = stores.find(({ name }) => name === store);
  return (await holding?.readEvent(ctx, { tenant, id })) ?? null;
}

/** What one stored event is read as today, with those beside it that it merges with. */
export async function readAsToday(
  ctx: StoreReader,
  source: StoredLogs,
  stored: RecordedEvent,
): Promise<RecordedEvent[]> {
  const neighbours = await readNeighbours(ctx, source, [stored]);
  return readEvents([stored], source.chains, neighbours);
}
