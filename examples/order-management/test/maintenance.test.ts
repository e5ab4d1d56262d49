import { EventStore } from "@convex-es/platform-store";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api, components, internal } from "../convex/_generated/api";
import { initConvexTest } from "./initConvexTest";

const store = new EventStore(components.eventStore);
const orderId = "o-1";
const item = { productId: "p-1", quantity: 2, unitPriceCents: 1_000 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function withOrder() {
  const t = initConvexTest();
  const ann = t.withIdentity({ tokenIdentifier: "ann" });
  await ann.mutation(api.orders.createOrder, { orderId, customerId: "c-1" });
  await ann.mutation(api.orders.addOrderItem, { orderId, item });
  return t;
}

/** Writes a state of shape 2 for the order as it stands: one that its events do not say. */
const spoil = (t: Awaited<ReturnType<typeof withOrder>>, customerId: string) =>
  t.mutation(async (ctx) => {
    const value = { customerId, status: "draft", items: [item] };
    const stream = { tenant: "", streamType: "Order", streamId: orderId };
    await store.putState(ctx, { ...stream, version: 2, state: { shape: 2, value } });
  });

test("a state that its events do not say is found, and repaired in the background", async () => {
  const t = await withOrder();
  await spoil(t, "somebody else");
  expect(await t.query(internal.maintenance.verifyOrders, { tenant: "" })).toMatchObject({
    ...{ checked: 1, differing: 1, after: null },
    differences: [{ id: orderId, path: "customerId" }],
  });
  await t.mutation(internal.maintenance.repairOrder, { tenant: "", orderId });
  await t.finishAllScheduledFunctions(() => vi.advanceTimersByTime(100));
  expect(await t.query(internal.maintenance.verifyOrders, { tenant: "" })).toMatchObject({
    differing: 0,
  });
});

test("an order can be seen as it was at a time, and before it there is none", async () => {
  const t = await withOrder();
  const past = (time: number) =>
    t.query(internal.maintenance.orderAsOf, { tenant: "", orderId, time });
  expect(await past(Date.now() + 1_000)).toMatchObject({ version: 2, state: { items: [item] } });
  expect(await past(Date.now() - 60_000)).toBeNull();
});

test("an order's history is read from a version on", async () => {
  const t = await withOrder();
  const page = await t.query(internal.maintenance.orderHistory, { tenant: "", orderId, from: 2 });
  expect(page.events.map(({ type, version }) => [type, version])).toEqual([["OrderItemAdded", 2]]);
});
