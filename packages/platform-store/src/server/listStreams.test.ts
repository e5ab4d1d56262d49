import { expect, test } from "vitest";
import { appended, costOf, initConvexTest, store, toOrder, type App } from "./setup.test.js";

const ids = ["a", "b", "c", "d", "e"];
const args = { tenant: "", streamType: "Order" };

async function withOrders(): Promise<App> {
  const t = initConvexTest();
  for (const id of ids.toReversed()) {
    await appended(t, toOrder({ id, state: { shape: 1, value: id } }));
  }
  const others = toOrder({ id: "c" });
  await appended(t, { ...others, tenant: "other" });
  await appended(t, { ...others, streams: [{ ...others.streams[0]!, streamType: "Product" }] });
  return t;
}

const list = (t: App, more: { after?: string; limit: number }) =>
  t.query((ctx) => store.listStreams(ctx, { ...args, ...more }));

test("AG-4 the streams of one type and tenant are listed by id, with version and state", async () => {
  const t = await withOrders();
  const { streams, isDone } = await list(t, { limit: 10 });
  expect(isDone).toBe(true);
  expect(streams).toEqual(
    ids.map((streamId) => ({ streamId, version: 1, state: { shape: 1, value: streamId } })),
  );
});

test("AG-4 streams are listed page by page, each once", async () => {
  const t = await withOrders();
  const first = await list(t, { limit: 2 });
  const second = await list(t, { limit: 3, after: "b" });
  expect([...first.streams, ...second.streams].map(({ streamId }) => streamId)).toEqual(ids);
  expect([first.isDone, second.isDone]).toEqual([false, true]);
});

test("AG-4 a page of streams reads one document more than it returns", async () => {
  const t = await withOrders();
  const cost = await costOf(t, (ctx) => store.listStreams(ctx, { ...args, limit: 2 }));
  expect(cost).toEqual({ read: 3, written: 0 });
});

test("AG-4 a page of large states ends before 4 MiB of them", async () => {
  const t = initConvexTest();
  const value = "x".repeat(200 * 1024);
  for (let n = 10; n < 35; n++) {
    await appended(t, toOrder({ id: `o-${n}`, state: { shape: 1, value } }));
  }
  const { streams, isDone } = await list(t, { limit: 100 });
  expect(streams).toHaveLength(20);
  expect(isDone).toBe(false);
});
