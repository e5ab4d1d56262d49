import type { RecordedEvent } from "@convex-es/platform-store";
import { asError } from "../base/asError.js";
import { keyEvents, type KeyedEvent } from "../readModels/projectionKeys.js";
import type { Consumer } from "./Consumers.js";

/** What a stored event is to a read model today. */
export type Concern = {
  stored: RecordedEvent;
  events: readonly KeyedEvent<RecordedEvent>[];
  /** The rows it concerns, each once. */
  keys: readonly string[];
  /** What was thrown instead of a key; where the key is the stream, `keys` names that. */
  problem: Error | null;
};

type Page = { stored: readonly RecordedEvent[]; events: readonly RecordedEvent[] };

/** What the stored events of a page are to a read model, in their order; those that do not concern it are left out. */
export function concernsOf(
  consumer: Consumer,
  { stored, events }: Page,
  owns: (event: KeyedEvent) => boolean = () => true,
): Concern[] {
  const read = new Map(stored.map((one) => [placeOf(one), [] as RecordedEvent[]]));
  for (const event of events) read.get(placeOf(event))?.push(event);
  return stored
    .map((one) => concernOf(consumer, { stored: one, events: read.get(placeOf(one)) ?? [] }, owns))
    .filter(({ keys, problem }) => keys.length > 0 || problem !== null);
}

type Read = { stored: RecordedEvent; events: readonly RecordedEvent[] };

function concernOf(
  { projection, source }: Consumer,
  { stored, events }: Read,
  owns: (event: KeyedEvent) => boolean,
): Concern {
  try {
    const own = keyEvents(projection, events).filter(owns);
    const keys = [...new Set(own.flatMap((event) => event.keys))];
    return { stored, events: own, keys, problem: null };
  } catch (error) {
    const problem = asError(error);
    return { stored, events: [], keys: source.isKeyedByStream ? [stored.streamId] : [], problem };
  }
}

const placeOf = ({ position: { commitTs, ordinal, store } }: RecordedEvent) =>
  `${String(commitTs)}/${ordinal}/${store}`;
