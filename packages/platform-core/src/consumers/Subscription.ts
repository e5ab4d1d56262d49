import type { EventStore, RecordedEvent } from "@convex-es/platform-store";
import type { ConsumerKind, DeclaredDelivery, FailurePolicy } from "../contract/consumer.js";
import type { EventFilter } from "../declarations/projectionWhere.js";
import type { EventChains } from "../declarations/versions/eventChain.js";

/** An event and the keys of what it concerns: the rows of a read model. */
export type Keyed<Event> = { event: Event; keys: readonly string[] };

/** One version of a consumer: the events it is given, how its workers share them, and what happens when one fails. */
export type Subscription = {
  /** No other consumer of the app has this name, of whatever kind. */
  readonly name: string;
  readonly kind: ConsumerKind;
  readonly version: number;
  /** Types of the events it handles, and what narrows them further. */
  readonly handles: readonly string[];
  readonly where: EventFilter;
  readonly source: EventSource;
  readonly delivery: DeclaredDelivery;
  readonly partitions: number;
  /** Whether its key is the id of the one stream type its events come from: then each worker reads its own streams only. */
  readonly isKeyedByStream: boolean;
  readonly onFailure: { readonly policy: FailurePolicy; readonly attempts: number };
  /** The events it is given, with their keys, in order; throws INVALID_KEY. */
  readonly keyEvents: (events: readonly RecordedEvent[]) => Keyed<RecordedEvent>[];
};

/** Where the events of a consumer come from. */
export type EventSource = {
  /** The stores of the contexts that record its events, by name. */
  readonly stores: readonly EventStore[];
  readonly chains: EventChains;
  /** The types under which its events may be stored. */
  readonly storedTypes: ReadonlySet<string>;
};
