import { expect, test } from "vitest";
import { eventWith, initConvexTest, inventory, store, toOrder } from "../component/setup.test.js";
import { hasReached, scanLogs } from "./log.js";

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
