import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { drain, loopOf, rowsIn, type RunningJars } from "./consumerApp.js";
import { shopCommand, startProcesses } from "./processApp.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const receives = (productId: string, quantity = 100) =>
  shopCommand("receiveStock", { productId, quantity });
const submits = (orderId: string, productId = "tea") =>
  shopCommand("submitOrder", { orderId, productId });

/** A shop whose process is about to handle the order "a" of tea. */
async function aboutToHandle(): Promise<RunningJars> {
  const shop = await startProcesses();
  for (const productId of ["tea", "cup"]) await shop.engine.call(receives(productId));
  await shop.engine.call(submits("before"));
  await drain(shop);
  await shop.engine.call(submits("a"));
  await shop.engine.call(await loopOf(shop, "dispatcher"));
  return shop;
}
const worker = (shop: RunningJars) => loopOf(shop, "fulfilment/1/0");

const statuses = async (shop: RunningJars) => {
  const heads = await rowsIn(shop, "eventStore", "streams");
  const states = heads.filter(({ streamType }) => streamType === "Order");
  return states.map((head) => (head["state"] as { value: { status: string } }).value.status);
};
const leftOf = async (shop: RunningJars, productId: string) => {
  const heads = await rowsIn(shop, "eventStore", "streams");
  const head = heads.find(({ streamId }) => streamId === productId);
  return (head?.["state"] as { value: { left: number } }).value.left;
};

describe("contention", () => {
  test("PM-1 a page of a process never conflicts with new orders, nor with commands on what it does not write", async () => {
    const shop = await aboutToHandle();
    expect(await shop.engine.conflicts(submits("b"), await worker(shop))).toEqual([]);
    expect(await shop.engine.conflicts(receives("cup"), await worker(shop))).toEqual([]);
  });

  test("PM-1 it conflicts with commands on the aggregates it writes, on their heads alone", async () => {
    const shop = await aboutToHandle();
    const conflicts = await shop.engine.conflicts(receives("tea"), await worker(shop));
    const tables = new Set(conflicts.map(({ range }) => range.split(" ")[0]!.split(".by_")[0]));
    expect([...tables]).toEqual(["eventStore.streams"]);
  });

  test.each([1, 2, 3, 4])(
    "PM-2 racing commands and pages end with every unit of stock accounted for (seed %i)",
    async (seed) => {
      const shop = await aboutToHandle();
      const operations = [
        submits("b"),
        submits("c"),
        receives("tea", 1),
        await worker(shop),
        receives("tea", 1),
      ];
      const race = await shop.engine.race(operations, { seed });
      expect(race.outcomes.map(({ status }) => status)).toEqual(Array(5).fill("committed"));
      await drain(shop);
      expect(await statuses(shop)).toEqual(Array(4).fill("confirmed"));
      expect(await leftOf(shop, "tea")).toBe(102 - 4);
    },
  );
});

test("PM-1 a backlog of 100 orders takes few transactions, few writes and few calls", async () => {
  const shop = await startProcesses();
  await shop.engine.call(receives("tea", 60));
  await drain(shop);
  shop.ended.splice(0);
  for (let n = 0; n < 100; n++) await shop.engine.call(submits(`o-${n}`));
  const before = (await rowsIn(shop, "eventStore", "events")).length;
  await drain(shop);
  const costs = shop.ended.map(({ footprint }) => footprint.counts);
  const pages = costs.filter(({ docsWritten }) => docsWritten > 50);
  const sum = (count: "docsWritten" | "nestedCalls" | "docsRead") =>
    costs.reduce((total, one) => total + one[count], 0);
  const all = await statuses(shop);
  expect(all.filter((status) => status === "confirmed")).toHaveLength(60);
  expect(all.filter((status) => status === "cancelled")).toHaveLength(40);
  expect((await rowsIn(shop, "eventStore", "events")).length - before).toBe(60 * 2 + 40);
  // 160 commands that were executed, 40 that were rejected; 160 handled events.
  const steps = await rowsIn(shop, "platformCore", "processSteps");
  expect(steps).toHaveLength(160);
  expect(pages.length).toBeLessThanOrEqual(4);
  expect(steps.length / pages.length).toBeGreaterThanOrEqual(40);
  expect(sum("docsWritten") / 100).toBeLessThanOrEqual(16);
  expect(sum("nestedCalls") / steps.length).toBeLessThanOrEqual(1);
});
