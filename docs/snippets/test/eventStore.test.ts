import { expect, test } from "vitest";
import { api } from "../convex/_generated/api";
import { initConvexTest } from "./initConvexTest";

const order = { orderId: "o-1" };
const created = { ...order, customerId: "c-1" };
const cancelling = { ...order, expected: 1, requestId: "r-1", at: 0 };

/** A store that holds one order, created and cancelled. */
async function withCancelledOrder() {
  const t = initConvexTest();
  await t.mutation(api.orders.createOrder, created);
  const cancelled = await t.mutation(api.orderLog.cancelOrder, cancelling);
  return { t, cancelled };
}

test("an order is created once: the second append is a conflict that tells what lies between", async () => {
  const t = initConvexTest();
  expect(await t.mutation(api.orders.createOrder, created)).toMatchObject({ status: "appended" });
  expect(await t.mutation(api.orders.createOrder, created)).toMatchObject({
    status: "conflict",
    conflicts: [{ streamId: "o-1", expected: "none", version: 1, eventsBetween: 1 }],
  });
});

test("the log of a customer is found by tag and type, and goes on at its cursor", async () => {
  const { t } = await withCancelledOrder();
  const page = await t.query(api.orderLog.eventsOfCustomer, {});
  expect(page).toMatchObject({ isDone: true, events: [{ type: "OrderCreated" }] });
  const rest = await t.query(api.orderLog.eventsOfCustomer, { cursor: page.cursor });
  expect(rest.events).toEqual([]);
});

test("the latest events of a stream come first, beside its state", async () => {
  const { t } = await withCancelledOrder();
  expect(await t.query(api.orderLog.latestOfOrder, order)).toMatchObject({
    version: 2,
    state: { shape: 1, value: { status: "cancelled" } },
    events: [{ type: "OrderCancelled" }, { type: "OrderCreated" }],
  });
});

test("a request that is sent again gets what the first one wrote", async () => {
  const { t, cancelled } = await withCancelledOrder();
  const repeated = await t.mutation(api.orderLog.cancelOrder, cancelling);
  expect(cancelled).toMatchObject({ status: "appended" });
  expect(repeated).toMatchObject({ status: "duplicate", streams: [{ version: 2 }] });
  const other = await t.mutation(api.orderLog.cancelOrder, { ...cancelling, at: 1 });
  expect(other).toMatchObject({ status: "keyReused" });
});

test("a closed order takes no more events and stays readable", async () => {
  const { t } = await withCancelledOrder();
  const closing = { ...order, reason: "archived" };
  expect(await t.mutation(api.orderLog.closeOrder, closing)).toMatchObject({ status: "closed" });
  const again = { ...cancelling, expected: 2, requestId: "r-2" };
  expect(await t.mutation(api.orderLog.cancelOrder, again)).toMatchObject({
    status: "closed",
    reason: "archived",
  });
  expect((await t.query(api.orderLog.latestOfOrder, order)).events).toHaveLength(2);
});
