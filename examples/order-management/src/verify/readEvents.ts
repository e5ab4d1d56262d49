import type { Engine } from "@convex-es/platform-testing/engine";
import { EventStore, type Position, type RecordedEvent } from "@convex-es/platform-store";
import { components } from "../../convex/_generated/api.js";

const limit = 1000;
const stores = {
  orders: new EventStore(components.eventStore),
  inventory: new EventStore(components.inventoryStore),
};

/** Every event of a context, of one tenant or (`null`) of all, in commit order, read from its store's log page by page. */
export async function readLog(
  { t }: Engine,
  context: keyof typeof stores,
  tenant: string | null,
): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  const whose = tenant === null ? {} : { tenant };
  for (let isDone = false; !isDone;) {
    const args = { limit, ...whose, ...after(events.at(-1)?.position) };
    const page = await t.run((ctx) => stores[context].readLog(ctx, args));
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
export async function readOrder(
  { t }: Engine,
  { tenant, orderId }: { tenant: string; orderId: string },
): Promise<RecordedEvent[]> {
  const stream = { tenant, streamType: "Order", streamId: orderId };
  const args = { ...stream, direction: "forward" as const, limit };
  const page = await t.run((ctx) => stores.orders.readStream(ctx, args));
  return page.events;
}
