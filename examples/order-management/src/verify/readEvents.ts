import type { Engine } from "@convex-es/platform-testing/engine";
import { EventStore, type Position, type RecordedEvent } from "@convex-es/platform-store";
import { components } from "../../convex/_generated/api.js";

const limit = 1000;
const store = new EventStore(components.eventStore);

/** Every event of the store, in commit order, read from its log page by page. */
export async function readLog({ t }: Engine): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let isDone = false; !isDone;) {
    const args = { limit, ...after(events.at(-1)?.position) };
    const page = await t.run((ctx) => store.readLog(ctx, args));
    for (const event of page.events) events.push(event);
    ({ isDone } = page);
  }
  return events;
}

// Outside of the mutation that wrote an event its commit time is a number.
function after(position: Position | undefined) {
  if (position === undefined || typeof position.commitTs !== "bigint") return {};
  return { after: { ...position, commitTs: position.commitTs } };
}

/** The events of one order, in the order of their versions. */
export async function readOrder({ t }: Engine, orderId: string): Promise<RecordedEvent[]> {
  const stream = { tenant: "", streamType: "Order", streamId: orderId };
  const args = { ...stream, direction: "forward" as const, limit };
  const page = await t.run((ctx) => store.readStream(ctx, args));
  return page.events;
}
