import type { EventStore } from "@convex-es/platform-store";
import { projectionBehaviourOf, type AnyProjection } from "../declarations/defineProjection.js";
import type { Stores } from "../wiring/Stores.js";
import { chainsOf } from "../declarations/chainsOf.js";
import type { EventChains } from "../declarations/versions/eventChain.js";
import { storedTypesOf } from "../upcast/readLog.js";
import { classify } from "../readModels/classify.js";
import { feedersOf } from "../readModels/feedersOf.js";

/** Where the events of a read model come from. */
export type ConsumerSource = {
  /** The stores of the contexts that record its events, by name. */
  stores: readonly EventStore[];
  chains: EventChains;
  /** The types under which its events may be stored. */
  storedTypes: ReadonlySet<string>;
  /** Whether a row's key is the id of the one stream that its events come from. */
  isKeyedByStream: boolean;
};

/** Finds where the events come from that a projection handles. */
export function sourceOf(projection: AnyProjection, stores: Stores): ConsumerSource {
  const { events } = projectionBehaviourOf(projection);
  const chains = chainsOf(events);
  const feeders = feedersOf(projection, stores.contexts);
  const found = new Set(feeders.map(({ context }) => stores.of(context)));
  const sorted = [...found].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    stores: sorted.length > 0 ? sorted : stores.all,
    chains,
    storedTypes: new Set(storedTypesOf(projection.handles, chains)),
    isKeyedByStream: classify(projection, stores.contexts).strategy === "byStream",
  };
}
