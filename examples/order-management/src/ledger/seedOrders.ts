import { defaultLimits, EventStore, type NewEvent, type State } from "@convex-es/platform-store";
import type { Engine } from "@convex-es/platform-testing/engine";
import { components } from "../../convex/_generated/api.js";
import { draft } from "./commandCases.ts";
import { operationOf } from "./operationOf.ts";

const store = new EventStore(components.eventStore);
const metadata = { actor: "ledger|clerk", correlationId: "seed", causationId: "seed" };
const batch = defaultLimits.maxEventsPerAppend;

/** Streams written past the commands, in large appends: thousands of events in a second. */
export type Seed = {
  /** Writes a draft order with one item whose stream has `length` events. */
  order: (orderId: string, length: number) => Promise<void>;
  /** Writes orders of up to 20 events, `events` in all, that nobody will touch. */
  others: (prefix: string, events: number) => Promise<void>;
};

/** Learns from one real order what a draft's state looks like in the store, and seeds with it. */
export async function seedOrders(engine: Engine): Promise<Seed> {
  const state = await stateOfDraft(engine);
  const append = (streams: { streamId: string; expected: "any"; events: NewEvent[] }[]) =>
    engine.t.run(async (ctx) => {
      const orders = streams.map((stream) => ({ ...stream, streamType: "Order", state }));
      const { status } = await store.append(ctx, { tenant: "", metadata, streams: orders });
      if (status !== "appended") throw new Error(`Seeding ended with ${status}.`);
      return null;
    });
  const order = async (streamId: string, length: number) => {
    for (let from = 0; from < length; from += batch) {
      const events = history(streamId, length).slice(from, from + batch);
      await append([{ streamId, expected: "any", events }]);
    }
  };
  const others = async (prefix: string, count: number) => {
    for (let from = 0; from < count; from += batch) {
      await append(shortStreams(`${prefix}-${from}`, Math.min(batch, count - from)));
    }
  };
  return { order, others };
}

/** Events that the seeding itself leaves in the store, beside those asked for. */
export const seedEvents = draft.length;

async function stateOfDraft(engine: Engine): Promise<State> {
  const orderId = "order-to-learn-from";
  for (const step of draft) {
    await engine.call(operationOf(step, { orderId, commandId: `seed.${step.name}` }));
  }
  const stream = { tenant: "", streamType: "Order", streamId: orderId };
  const loaded = await engine.t.run((ctx) => store.loadState(ctx, stream));
  if (loaded?.state == null) throw new Error("The order to learn from has no state.");
  return loaded.state;
}

const longest = 20;

function shortStreams(prefix: string, count: number) {
  const streams = Array.from({ length: Math.ceil(count / longest) }, (_, i) => i);
  return streams.map((i) => {
    const streamId = `${prefix}-${i}`;
    const events = history(streamId, Math.min(longest, count - i * longest));
    return { streamId, expected: "any" as const, events };
  });
}

/** Created, then an item added and removed in turns. */
function history(orderId: string, length: number): NewEvent[] {
  return Array.from({ length }, (_, i) => {
    if (i === 0) {
      const payload = { orderId, customerId: "customer-2" };
      const tags = [{ name: "customer", value: payload.customerId }];
      return { ...event, type: "OrderCreated", payload, tags };
    }
    const type = i % 2 === 1 ? "OrderItemAdded" : "OrderItemRemoved";
    return { ...event, type, payload: { orderId, item }, tags: [] };
  });
}

const item = { productId: "tea", quantity: 2, unitPriceCents: 1250 };
const event = { schemaVersion: 1, category: "domain" as const, context: "orders", occurredAt: 0 };
