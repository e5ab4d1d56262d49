import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { drain, fn, initShop, queryOf } from "../../test/consumers/shopApp.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

test("PR-2 an async read model shows every event once its consumer has run", async () => {
  const t = initShop();
  await t.mutation(fn("openBasket"), { basketId: "b", customer: "ann" });
  await t.mutation(fn("addItems"), { basketId: "b", items: 2, times: 3 });
  expect(await t.query(queryOf("getBasket"), { key: "b" })).toBeNull();
  await drain(t);
  expect(await t.query(queryOf("getBasket"), { key: "b" })).toEqual({
    key: "b",
    customer: "ann",
    items: 6,
  });
  await t.mutation(fn("addItems"), { basketId: "b", items: 1 });
  await drain(t);
  expect(await t.query(queryOf("getSales"), { key: "ann" })).toMatchObject({
    items: 7,
    baskets: 1,
  });
});
