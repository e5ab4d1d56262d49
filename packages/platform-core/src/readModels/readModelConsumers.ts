import { chainsOf } from "../declarations/chainsOf.js";
import { projectionBehaviourOf, type AnyProjection } from "../declarations/defineProjection.js";
import { storedTypesOf } from "../upcast/readLog.js";
import type { Consumers, Versions } from "../consumers/Consumers.js";
import type { EventSource, Subscription } from "../consumers/Subscription.js";
import type { Stores } from "../wiring/Stores.js";
import { versionsOf } from "./activeGeneration.js";
import { classify } from "./classify.js";
import { feedersOf } from "./feedersOf.js";
import { keyEvents } from "./projectionKeys.js";

/** A read model as a consumer. */
export type ReadModelConsumer = Subscription & { readonly projection: AnyProjection };

/** The read models of an app. */
export type ReadModels = Consumers<ReadModelConsumer>;

/** The read models that the contexts of an app list, each in every version that the code has. */
export const readModelConsumers = (
  stores: Stores,
  projections: readonly AnyProjection[],
): Versions<ReadModelConsumer>[] =>
  projections.map((projection) => {
    const [newest, ...older] = versionsOf(projection);
    return [consumerOf(newest, stores), ...older.map((one) => consumerOf(one, stores))];
  });

function consumerOf(projection: AnyProjection, stores: Stores): ReadModelConsumer {
  const { name, version, handles, where, delivery, partitions, onFailure } = projection;
  return {
    name,
    kind: "readModel",
    version,
    handles,
    where,
    source: sourceOf(projection, stores),
    delivery,
    partitions,
    isKeyedByStream: classify(projection, stores.contexts).strategy === "byStream",
    onFailure,
    keyEvents: (events) => keyEvents(projection, events),
    projection,
  };
}

function sourceOf(projection: AnyProjection, stores: Stores): EventSource {
  const chains = chainsOf(projectionBehaviourOf(projection).events);
  const feeders = feedersOf(projection, stores.contexts);
  const found = new Set(feeders.map(({ context }) => stores.of(context)));
  const sorted = [...found].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    stores: sorted.length > 0 ? sorted : stores.all,
    chains,
    storedTypes: new Set(storedTypesOf(projection.handles, chains)),
  };
}

/** The read models that are made of a read model's rows, in any version that the code has. */
export function dependentsOf(readModels: ReadModels, name: string): string[] {
  const isMadeOf = ({ projection }: ReadModelConsumer) =>
    projectionBehaviourOf(projection).join?.from.name === name;
  return readModels.versions
    .filter((versions) => versions.some(isMadeOf))
    .map(([newest]) => newest.name);
}
