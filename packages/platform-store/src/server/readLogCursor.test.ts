import { describe, expect, test } from "vitest";
import {
  appended,
  eventsOf,
  eventWith,
  initConvexTest,
  log,
  pagesOf,
  readLog,
  refusalOf,
  store,
  toOrder,
} from "./setup.test.js";

describe("the cursor", () => {
  test("ST-6 a page may end inside one commit; its cursor goes on without loss or repeat", async () => {
    const t = initConvexTest();
    await appended(t, toOrder({ events: eventsOf(7) }));
    const pages = await pagesOf(t, (ctx, after) =>
      store.readLog(ctx, { ...(after && { after }), limit: 3 }),
    );
    expect(pages.map(({ events }) => events.map(({ version }) => version))).toEqual([
      ...[[1, 2, 3], [4, 5, 6], [7]],
    ]);
  });

  test("ST-6 the cursor of a log that is read to its end goes on with what comes later", async () => {
    const t = initConvexTest();
    const empty = await readLog(t, { limit: 5 });
    await appended(t, toOrder({ events: eventsOf(2) }));
    const first = await readLog(t, { after: empty.cursor, limit: 5 });
    const none = await readLog(t, { after: first.cursor, limit: 5 });
    await appended(t, toOrder({ events: eventsOf(1) }));
    const last = await readLog(t, { after: none.cursor, limit: 5 });
    expect([empty, first, none, last].map(({ events }) => events.length)).toEqual([0, 2, 0, 1]);
  });

  test("ST-6 a cursor can be used with another filter: it is a place, nothing else", async () => {
    const t = initConvexTest();
    const categories = ["domain", "fat", "domain", "fat"] as const;
    const mixed = categories.map((category) => eventWith({ category }));
    for (let i = 0; i < 3; i++) await appended(t, toOrder({ events: mixed }));
    const all = await log(t);
    const { cursor } = await readLog(t, { limit: 7 });
    const { events } = await readLog(t, { after: cursor, categories: ["fat"], limit: 100 });
    expect(events).toEqual(all.slice(7).filter(({ category }) => category === "fat"));
  });

  test("ST-6 a damaged cursor, and one that is none, are typed errors", async () => {
    const t = initConvexTest();
    await appended(t, toOrder({ events: eventsOf(2) }));
    const { cursor } = await readLog(t, { limit: 7 });
    const otherPlace = cursor.replace(":1::", ":2::");
    const damaged = [otherPlace, cursor.slice(1), cursor.slice(0, -1), "", "abc"];
    for (const after of damaged) {
      expect(await refusalOf(readLog(t, { after, limit: 1 }))).toMatchObject({
        ...{ kind: "infrastructure", code: "CURSOR_INVALID", path: "after", retryable: false },
      });
    }
  });
});

describe("within a mutation that appends", () => {
  const own = (count: number) => toOrder({ events: eventsOf(count) });

  test("ST-6 its own events are read page by page, after those committed", async () => {
    const t = initConvexTest();
    await appended(t, toOrder({ id: "before", events: eventsOf(2) }));
    const seen = await t.mutation(async (ctx) => {
      await store.append(ctx, own(5));
      const ids: string[][] = [];
      let after: string | undefined;
      for (let isDone = false; !isDone;) {
        const page = await store.readLog(ctx, { ...(after && { after }), limit: 3 });
        ids.push(page.events.map(({ id }) => id));
        ({ isDone, cursor: after } = page);
      }
      return ids;
    });
    expect(seen).toEqual([
      ["Order:before:1", "Order:before:2", "Order:o-1:1"],
      ["Order:o-1:2", "Order:o-1:3", "Order:o-1:4"],
      ["Order:o-1:5"],
    ]);
  });

  test("ST-6 a cursor taken there loses nothing after the commit", async () => {
    const t = initConvexTest();
    await appended(t, toOrder({ id: "before" }));
    const cursor = await t.mutation(async (ctx) => {
      await store.append(ctx, own(2));
      return (await store.readLog(ctx, { limit: 10 })).cursor;
    });
    await appended(t, toOrder({ id: "later" }));
    const { events } = await readLog(t, { after: cursor, limit: 10 });
    expect(events.map(({ id }) => id)).toEqual(["Order:o-1:1", "Order:o-1:2", "Order:later:1"]);
  });

  test.each([-1, 1.5, Number.NaN, Infinity])(
    "ST-6 a position whose ordinal is %s is none",
    async (ordinal) => {
      const t = initConvexTest();
      const reading = readLog(t, { after: { commitTs: 1n, ordinal }, limit: 1 });
      expect(await refusalOf(reading)).toMatchObject({ code: "CURSOR_INVALID" });
    },
  );

  test("ST-6 the position of an event that has not committed is not a place to go on from", async () => {
    const t = initConvexTest();
    const attempt = t.mutation(async (ctx) => {
      const outcome = await store.append(ctx, own(1));
      if (outcome.status !== "appended") return null;
      return await store.readLog(ctx, { after: outcome.position, limit: 1 });
    });
    expect(await refusalOf(attempt)).toMatchObject({ code: "CURSOR_INVALID" });
  });
});
