import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api, internal } from "../convex/_generated/api";
import { drain } from "./drain";
import { initConvexTest } from "./initConvexTest";

const { operations, orders, sales } = api;
const { readModels } = internal;
const projection = "customerSales";
const item = { productId: "tea", quantity: 2, unitPriceCents: 450 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function initSales() {
  const t = initConvexTest();
  const ann = t.withIdentity({ tokenIdentifier: "ann" });
  const submit = async (orderId: string) => {
    await ann.mutation(orders.createOrder, { orderId, customerId: "c-1" });
    await ann.mutation(orders.addOrderItem, { orderId, item });
    await ann.mutation(orders.submitOrder, { orderId });
    await drain(t);
  };
  const row = () => ann.query(sales.getCustomerSales, { key: "c-1" });
  await submit("o-1");
  return { t, submit, row };
}

test("a paused read model stands still, and goes on where it stood", async () => {
  const { t, submit, row } = await initSales();
  await t.mutation(readModels.pause, { projection });
  await submit("o-2");
  expect(await row()).toMatchObject({ orders: 1 });
  await t.mutation(readModels.resume, { projection });
  await drain(t);
  expect(await row()).toMatchObject({ orders: 2 });
  expect(await t.query(readModels.deadLetters, { projection })).toMatchObject({ letters: [] });
});

test("a read model is verified and built again while it is served", async () => {
  const { t, submit, row } = await initSales();
  await t.mutation(readModels.verify, { projection });
  await drain(t);
  const verified = { state: "done", percent: 100, found: { rows: 1, differing: 0 } };
  expect(await t.query(readModels.progress, { projection })).toMatchObject(verified);
  await t.mutation(readModels.rebuild, { projection });
  expect(await row()).toMatchObject({ orders: 1 });
  await submit("o-2");
  expect(await row()).toMatchObject({ orders: 2, revenueCents: 1_800 });
  expect(await t.query(readModels.progress, { projection })).toMatchObject({ state: "done" });
});

test("auditors see how far a read model is behind, why, and since when", async () => {
  const { t, submit } = await initSales();
  const status = (caller: string, roles: string[] = []) =>
    t
      .withIdentity({ tokenIdentifier: caller, roles })
      .query(operations.getReadModelStatus, { projection });
  expect(await status("wanda", ["auditor"])).toMatchObject({
    generations: [{ consumer: projection, status: { kind: "running" }, handled: 1 }],
    lag: { behind: 0, oldest: null },
  });
  await t.mutation(readModels.pause, { projection });
  await submit("o-2");
  expect(await status("wanda", ["auditor"])).toMatchObject({
    generations: [{ status: { kind: "paused" }, handled: 1 }],
    lag: { behind: 1, oldest: expect.any(Number) },
    history: { entries: [{ what: "paused" }, { what: "cutOver" }, { what: "begun" }] },
  });
  await expect(status("ann")).rejects.toThrow("auditor");
});
