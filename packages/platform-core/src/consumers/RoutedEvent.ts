import { trusted } from "../contract/boundary.js";
import type { RecordedEvent } from "@convex-es/platform-store";
import { asError } from "../base/asError.js";
import type { EachRead } from "../upcast/readEach.js";
import type { Keyed, Subscription } from "./Subscription.js";

/** A stored event as a consumer sees it today. */
export type RoutedEvent = {
  stored: RecordedEvent;
  events: readonly Keyed<RecordedEvent>[];
  /** The keys it concerns, each once. */
  keys: readonly string[];
  /** What was thrown instead of a key; a consumer keyed by stream has the stream in `keys` nevertheless. */
  problem: Error | null;
};

type StoredAndRead = { stored: readonly RecordedEvent[]; events: readonly RecordedEvent[] };

/** The stored events of a page as a consumer sees them, in order; those that do not concern it are left out. */
export function routedEventsOf(
  consumer: Subscription,
  { stored, events }: StoredAndRead,
  owns: (event: Keyed<RecordedEvent>) => boolean = () => true,
): RoutedEvent[] {
  const read = new Map(stored.map((one) => [positionKey(one), trusted<RecordedEvent[]>([])]));
  for (const event of events) read.get(positionKey(event))?.push(event);
  return stored
    .map((one) =>
      routedEventOf(consumer, { stored: one, events: read.get(positionKey(one)) ?? [] }, owns),
    )
    .filter(({ keys, problem }) => keys.length > 0 || problem !== null);
}

/** As `routedEventsOf`, of events that were read each by itself: what cannot be read has no keys, or its stream where that is the key. */
export function routedEachOf(
  consumer: Subscription,
  read: readonly EachRead[],
  owns: (event: Keyed<RecordedEvent>) => boolean,
): RoutedEvent[] {
  return read.flatMap(({ stored, events, problem }) => {
    if (events !== null) return routedEventsOf(consumer, { stored: [stored], events }, owns);
    const keys = consumer.isKeyedByStream ? [stored.streamId] : [];
    return [{ stored, events: [], keys, problem: asError(problem) }];
  });
}

type EventAsRead = { stored: RecordedEvent; events: readonly RecordedEvent[] };

function routedEventOf(
  consumer: Subscription,
  { stored, events }: EventAsRead,
  owns: (event: Keyed<RecordedEvent>) => boolean,
): RoutedEvent {
  try {
    const own = consumer.keyEvents(events).filter(owns);
    const keys = [...new Set(own.flatMap((event) => event.keys))];
    return { stored, events: own, keys, problem: null };
  } catch (error) {
    const problem = asError(error);
    return { stored, events: [], keys: consumer.isKeyedByStream ? [stored.streamId] : [], problem };
  }
}

const positionKey = ({ position: { commitTs, ordinal, store } }: RecordedEvent) =>
  `${String(commitTs)}/${ordinal}/${store}`;
