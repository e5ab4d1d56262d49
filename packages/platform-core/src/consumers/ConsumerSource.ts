import type { EventStore } from "@convex-es/platform-store";
import type { EventCatalog } from "../defineEvents.js";
import { projectionBehaviourOf, type AnyProjection } from "../defineProjection.js";
import type { Stores } from "../Stores.js";
import { chainsOf } from "../upcast/chainsOf.js";
import type { EventChains } from "../upcast/eventChain.js";
import { storedTypesOf } from "../upcast/readLog.js";

/** Where the events of a read model come from. */
export type ConsumerSource = {
  /** The stores of the contexts that own its events, by name. */
  stores: readonly EventStore[];
  chains: EventChains;
  /** The types under which its events may be stored. */
  storedTypes: ReadonlySet<string>;
  /** Whether a row's key is the id of the one stream that its events come from. */
  isKeyedByStream: boolean;
};

/** Finds where the events come from that a projection handles. */
export function sourceOf(projection: AnyProjection, stores: Stores): ConsumerSource {
  const { events, keyField } = projectionBehaviourOf(projection);
  const chains = chainsOf(events);
  const storedTypes = new Set(storedTypesOf(projection.handles, chains));
  const owners = stores.contexts.filter(({ aggregates }) =>
    aggregates.some((aggregate) => owns(aggregate.events, projection.handles)),
  );
  const found = new Set(owners.map(({ name }) => stores.of(name)));
  const sorted = [...found].sort((a, b) => (a.name < b.name ? -1 : 1));
  const emitters = owners
    .flatMap(({ aggregates }) => aggregates)
    .filter((aggregate) => owns(aggregate.events, projection.handles));
  const isKeyedByStream = emitters.length === 1 && emitters[0]?.idField === keyField;
  return {
    ...{ stores: sorted.length > 0 ? sorted : stores.all, chains, storedTypes },
    isKeyedByStream,
  };
}

const owns = (events: EventCatalog, types: readonly string[]) =>
  types.some((type) => Object.hasOwn(events, type));
