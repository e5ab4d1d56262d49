import type { EventStore, RecordedEvent } from "@convex-es/platform-store";
import type { EventChains } from "../declarations/versions/eventChain.js";
import { mergeableVersions } from "./readEvents.js";

/** A context that can read components. */
export type StoreReader = Parameters<EventStore["readStream"]>[0];

/**
 * The events that may merge with one of a page but are not on it: beyond its edges, or kept out by a filter. Reads nothing
 * unless the page has events that a `mergeEvents` concerns, one document for each of them otherwise.
 */
export async function readNeighbours(
  ctx: StoreReader,
  { stores, chains }: { stores: readonly EventStore[]; chains: EventChains },
  page: readonly RecordedEvent[],
): Promise<RecordedEvent[]> {
  const onPage = new Set(page.map((event) => streamPosition(event, event.version)));
  const neighbours = new Map<string, RecordedEvent>();
  for (const event of page) {
    for (const version of mergeableVersions(event, chains)) {
      const place = streamPosition(event, version);
      if (version < 1 || onPage.has(place) || neighbours.has(place)) continue;
      const found = await readOne(ctx, stores, { event, version });
      if (found !== null) neighbours.set(place, found);
    }
  }
  return [...neighbours.values()];
}

/** The event of a version beside another one, from the store of that one. */
async function readOne(
  ctx: StoreReader,
  stores: readonly EventStore[],
  { event, version }: { event: RecordedEvent; version: number },
): Promise<RecordedEvent | null> {
  const { tenant, streamType, streamId, position } = event;
  const store = stores.find(({ name }) => name === position.store);
  const one = { direction: "forward", from: version, to: version, limit: 1 } as const;
  const page = await store?.readStream(ctx, { tenant, streamType, streamId, ...one });
  return page?.events[0] ?? null;
}

const streamPosition = ({ tenant, streamType, streamId }: RecordedEvent, version: number) =>
  JSON.stringify([tenant, streamType, streamId, version]);
