import { EventStore } from "@convex-es/platform-store";
import { expect, test } from "vitest";
import { api, components } from "../convex/_generated/api";
import { Order } from "../convex/contexts/orders/order";
import { platform } from "../convex/platform";
import { initConvexTest } from "./initConvexTest";

const store = new EventStore(components.eventStore);
const orderId = "o-1";
const item = { productId: "p-1", quantity: 2, unitPriceCents: 1_000 };

/** The order as the first release left it: its events in version 1, its state in shape 1. */
async function withOldOrder() {
  const t = initConvexTest();
  const payloads = {
    OrderCreated: { orderId, customerId: "c-1" },
    OrderItemAdded: { orderId, item },
    OrderSubmitted: { orderId, items: [item] },
  };
  const events = Object.entries(payloads).map(([type, payload]) => ({
    ...{ type, payload, schemaVersion: 1, category: "domain" as const },
    ...{ context: "orders", tags: [], occurredAt: 0 },
  }));
  const state = { shape: 1, value: { status: "submitted", items: [item] } };
  await t.mutation(async (ctx) => {
    const stream = { streamType: "Order", streamId: orderId, expected: "none" as const };
    const metadata = { actor: "past", correlationId: "past", causationId: "past" };
    await store.append(ctx, { tenant: "", metadata, streams: [{ ...stream, events, state }] });
  });
  return t.withIdentity({ tokenIdentifier: "ann" });
}

test("a state of the first shape is refolded before a command decides on it", async () => {
  const t = await withOldOrder();
  const outcome = await t.mutation(api.orders.cancelOrder, { orderId, reason: "too late" });
  expect(outcome).toMatchObject({ status: "executed", version: 4 });
  const { state } = await t.query((ctx) => platform.repository(Order).load(ctx, orderId));
  expect(state).toEqual({ customerId: "c-1", status: "cancelled", items: [item] });
});

test("the history of an old order reads in today's version", async () => {
  const t = await withOldOrder();
  const { events } = await t.query((ctx) => platform.history(ctx, Order, { id: orderId }));
  expect(events.at(-1)).toMatchObject({
    type: "OrderSubmitted",
    schemaVersion: 4,
    payload: { orderId, items: [item], totalCents: 2_000, customer: null, customerId: "unknown" },
  });
});

test("an old order can be seen as it was before it was submitted", async () => {
  const t = await withOldOrder();
  const past = await t.query((ctx) => platform.stateAt(ctx, Order, { id: orderId, version: 2 }));
  expect(past?.state).toEqual({ customerId: "c-1", status: "draft", items: [item] });
});
