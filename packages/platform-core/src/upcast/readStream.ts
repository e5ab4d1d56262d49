import type { EventStore, RecordedEvent } from "@convex-es/platform-store";
import type { EventChains } from "../declarations/versions/eventChain.js";
import { readEvents } from "./readEvents.js";
import { readNeighbours, type StoreReader } from "./readNeighbours.js";

/** Where events are read from and how. */
export type StreamSource = { store: EventStore; chains: EventChains };

/** A page of a stream as it is read today. */
export type StreamPage = {
  events: RecordedEvent[];
  /** The version of the last event that was read for it, whatever became of it; `null` for an empty page. */
  last: number | null;
  next: number | null;
  isDone: boolean;
};

type ReadStreamArgs = Parameters<EventStore["readStream"]>[1];

/** As `EventStore.readStream`, every event in its newest version; `limit` counts stored events. */
export async function readStream(
  ctx: StoreReader,
  { store, chains }: StreamSource,
  args: ReadStreamArgs,
): Promise<StreamPage> {
  const { events: stored, next, isDone } = await store.readStream(ctx, args);
  const neighbours = await readNeighbours(ctx, { stores: [store], chains }, stored);
  const ascending = args.direction === "forward" ? stored : stored.toReversed();
  const events = readEvents(ascending, chains, neighbours);
  const last = stored.at(-1)?.version ?? null;
  return {
    events: args.direction === "forward" ? events : events.toReversed(),
    last,
    next,
    isDone,
  };
}
