import type { RecordedEvent } from "@convex-es/platform-store";
import { infrastructureError } from "../base/infrastructureError.js";
import { routedEventsOf } from "../consumers/RoutedEvent.js";
import type { Consumers } from "../consumers/Consumers.js";
import type { StoreReader } from "../upcast/readNeighbours.js";
import { readAsToday } from "../upcast/readStored.js";

/** The rows that an edited event concerns, none where it does not concern its read model; throws INVALID_EVENT where none can be told. */
export async function editedKeys(
  ctx: StoreReader,
  consumers: Consumers,
  { consumer: name, event }: { consumer: string; event: RecordedEvent },
): Promise<string[]> {
  const consumer = consumers.named(name);
  const events = await readAsToday(ctx, consumer.source, event);
  const [one] = routedEventsOf(consumer, { stored: [event], events });
  if (one?.problem) throw infrastructureError("INVALID_EVENT", one.problem.message);
  return [...(one?.keys ?? [])];
}
