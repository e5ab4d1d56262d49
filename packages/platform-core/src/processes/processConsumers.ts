import { isWellFormed } from "@convex-es/platform-base";
import type { RecordedEvent } from "@convex-es/platform-store";
import { deepFreeze } from "../base/deepFreeze.js";
import { infrastructureError, messageOf } from "../base/infrastructureError.js";
import { synchronous } from "../base/synchronous.js";
import type { Consumers, Versions } from "../consumers/Consumers.js";
import type { EventSource, Keyed, Subscription } from "../consumers/Subscription.js";
import { chainsOf } from "../declarations/chainsOf.js";
import { processBehaviourOf, type Process } from "../declarations/defineProcess.js";
import { storedTypesOf } from "../upcast/readLog.js";
import type { Stores } from "../wiring/Stores.js";

/** A process as a consumer. */
export type ProcessConsumer = Subscription & { readonly process: Process };

/** The processes of an app. */
export type Processes = Consumers<ProcessConsumer>;

/** The processes that the contexts of an app list, by their names. */
export const processConsumers = (stores: Stores): Versions<ProcessConsumer>[] =>
  stores.contexts.flatMap(({ processes }) =>
    Object.entries(processes).map(([name, process]): Versions<ProcessConsumer> => [
      consumerOf(name, process, stores),
    ]),
  );

function consumerOf(name: string, process: Process, stores: Stores): ProcessConsumer {
  const { handles, onFailure } = process;
  return {
    name,
    kind: "process",
    version: 1,
    handles,
    where: {},
    source: sourceOf(process, stores),
    delivery: "async",
    partitions: 1,
    isKeyedByStream: false,
    onFailure,
    keyEvents: (events) => events.flatMap((event) => keyed(name, process, event)),
    process,
  };
}

function sourceOf({ handles, ...process }: Process, stores: Stores): EventSource {
  const chains = chainsOf(processBehaviourOf({ handles, ...process }).events);
  const isFeeding = ({ aggregates }: Stores["contexts"][number]) =>
    aggregates.some(({ events }) => handles.some((type) => Object.hasOwn(events, type)));
  const found = new Set(stores.contexts.filter(isFeeding).map(({ name }) => stores.of(name)));
  const sorted = [...found].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    stores: sorted.length > 0 ? sorted : stores.all,
    chains,
    storedTypes: new Set(storedTypesOf(handles, chains)),
  };
}

/** The event with the key of its instance; nothing for an event it does not handle or that has no instance (`null`). */
function keyed(name: string, process: Process, event: RecordedEvent): Keyed<RecordedEvent>[] {
  if (!process.handles.includes(event.type)) return [];
  const { keyField, keyOf } = processBehaviourOf(process);
  const key = keyFor(name, event, () => keyOf({ type: event.type, payload: event.payload }));
  if (key === null && keyField === null) return [];
  if (typeof key === "string" && key !== "" && isWellFormed(key)) return [{ event, keys: [key] }];
  throw invalidKey(name, event, "is not a non-empty string");
}

function keyFor(name: string, event: RecordedEvent, keyOf: () => unknown): unknown {
  try {
    deepFreeze(event.payload);
    return synchronous(keyOf());
  } catch (error) {
    throw invalidKey(name, event, `failed: ${messageOf(error)}`);
  }
}

const invalidKey = (name: string, { type, id }: RecordedEvent, problem: string) =>
  infrastructureError("INVALID_KEY", `${name}: the key of ${type} (id ${id}) ${problem}.`);
