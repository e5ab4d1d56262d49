import { expect, test } from "vitest";
import { eventWith, initConvexTest, inventory, store, toOrder } from "../server/setup.test.js";
import { hasReached, logEnds, scanLogs } from "./log.js";

async function withEvents() {
  const t = initConvexTest("eventStore", "inventoryStore");
  const event = (type: string) => eventWith({ type });
  await t.mutation(async (ctx) => {
    await store.append(ctx, toOrder({ events: [event("A"), event("B"), event("A")] }));
    await inventory.append(ctx, toOrder({ events: [event("C")] }));
  });
  return t;
}

test("PR-5 a scan tells how many events of which types lie behind a cursor, over several stores", async () => {
  const t = await withEvents();
  const look = (after: string | null) =>
    t.query((ctx) => scanLogs(ctx, [store, inventory], { after, limit: 2 }));
  const first = await look(null);
  expect(first).toMatchObject({ events: 3, types: ["A", "B", "C"] });
  const second = await look(first.cursor);
  expect(second).toMatchObject({ events: 1, types: ["A"] });
  const third = await look(second.cursor);
  expect(third).toMatchObject({ events: 0, types: [], cursor: second.cursor });
  expect(hasReached(third.cursor, first.cursor)).toBe(true);
});

test("PR-5 a store that is mounted later is looked at from its beginning", async () => {
  const t = await withEvents();
  const before = await t.query((ctx) => scanLogs(ctx, [store], { after: null, limit: 10 }));
  const { events, types } = await t.query((ctx) =>
    scanLogs(ctx, [store, inventory], { after: before.cursor, limit: 10 }),
  );
  expect({ events, types }).toEqual({ events: 1, types: ["C"] });
});

test("PR-3 the end of several logs is where a scan of all of them ends", async () => {
  const t = await withEvents();
  const both = [store, inventory];
  const scan = await t.query((ctx) => scanLogs(ctx, both, { after: null, limit: 10 }));
  expect(await t.query((ctx) => logEnds(ctx, both))).toBe(scan.cursor);
  const empty = await initConvexTest("eventStore").query((ctx) => logEnds(ctx, [store]));
  expect(hasReached(empty, scan.cursor)).toBe(false);
});

test("PR-3 the end of a log is told as it was when the mutation began, where that is asked for", async () => {
  const t = await withEvents();
  const before = await t.query((ctx) => logEnds(ctx, [store]));
  const [stale, now] = await t.mutation(async (ctx) => {
    await store.append(ctx, { ...toOrder({ events: [eventWith({ type: "D" })] }), tenant: "t" });
    const old = await logEnds(ctx, [store], { useStaleSnapshot: true });
    return [old, await logEnds(ctx, [store])];
  });
  expect(stale).toBe(before);
  expect(now).not.toBe(before);
});
