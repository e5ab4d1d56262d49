import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pageBudget, readLogs, type LogFilter } from "../client/index.js";
import { bucketOf } from "../contract/streamKeys.js";
import {
  appended,
  costOf,
  eventsIn,
  eventsOf,
  eventWith,
  initConvexTest,
  inventory,
  log,
  pagesOf,
  readLog,
  refusalOf,
  store,
  toOrder,
  type App,
} from "./setup.test.js";

type Buckets = NonNullable<LogFilter["buckets"]>;

type Write = { id: string; count: number; type: string; tenant: string };
/** Appends of one mutation. */
const commit = (t: App, writes: Write[]) =>
  t.mutation(async (ctx) => {
    for (const { id, count, type, tenant } of writes) {
      const events = Array.from({ length: count }, () => eventWith({ type }));
      await store.append(ctx, { ...toOrder({ id, events }), tenant });
    }
  });

/** Streams of neighbouring buckets, one for each. */
const streamIn = (bucket: number): string => {
  const ids = Array.from({ length: 5000 }, (_, i) => `o-${i}`);
  const found = ids.find(
    (id) => bucketOf({ tenant: "", streamType: "Order", streamId: id }) === bucket,
  );
  if (found === undefined) throw new Error(`No stream in bucket ${bucket}.`);
  return found;
};

const pages = (t: App, { limit, ...filter }: LogFilter & { limit: number }) =>
  pagesOf(t, (ctx, after) => store.readLog(ctx, { ...filter, ...(after && { after }), limit }));

const write = fc.record({
  id: fc.constantFrom("o-1", "o-2", "o-3", "o-4", "o-5", "o-6"),
  count: fc.integer({ min: 1, max: 3 }),
  type: fc.constantFrom("A", "B"),
  tenant: fc.constantFrom("", "acme"),
});
const commits = fc.array(fc.array(write, { minLength: 1, maxLength: 4 }), { maxLength: 6 });
const range = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }))
  .map(([a, b]): Buckets => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const narrowed = fc.record(
  { types: fc.subarray(["A", "B"]), tenant: fc.constantFrom("", "acme") },
  { requiredKeys: [] },
);

const isIn = ({ from, to }: Buckets, event: Parameters<typeof bucketOf>[0]) =>
  from <= bucketOf(event) && bucketOf(event) <= to;

describe("the log of some buckets", () => {
  test("ST-6 PR-3 in pages of any size is the whole log without the others: each event once, in order", async () => {
    const page = fc.record({
      buckets: range,
      filter: narrowed,
      limit: fc.integer({ min: 1, max: 7 }),
    });
    await fc.assert(
      fc.asyncProperty(commits, page, async (all, { buckets, filter, limit }) => {
        const t = initConvexTest();
        for (const writes of all) await commit(t, writes);
        const { types, tenant } = filter;
        const wanted = (await log(t)).filter(
          (event) =>
            isIn(buckets, event) &&
            (types?.includes(event.type) ?? true) &&
            (tenant ?? event.tenant) === event.tenant,
        );
        const read = await pages(t, { ...filter, buckets, limit });
        expect(eventsIn(read)).toEqual(wanted);
        for (const { events } of read) expect(events.length).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 150 },
    );
  });

  test("ST-6 PR-3 a cursor of them is one of the plain log, and the other way round", async () => {
    const t = initConvexTest();
    const ids = ["o-1", "o-2", "o-3"];
    for (let i = 0; i < 3; i++) {
      await commit(
        t,
        ids.map((id) => ({ id, count: 2, type: "A", tenant: "" })),
      );
    }
    const all = await log(t);
    const buckets = { from: 0, to: 127 };
    const some = all.filter((event) => isIn(buckets, event));
    expect(some.length).toBeGreaterThan(2);
    expect(some.length).toBeLessThan(all.length);
    for (let limit = 1; limit < some.length; limit++) {
      const { cursor } = await readLog(t, { buckets, limit });
      const rest = await readLog(t, { after: cursor, limit: 100 });
      expect(rest.events).toEqual(
        all.slice(all.indexOf(all.find(({ id }) => id === some[limit - 1]?.id)!) + 1),
      );
    }
    for (let limit = 1; limit < all.length; limit++) {
      const { cursor } = await readLog(t, { limit });
      const rest = await readLog(t, { after: cursor, buckets, limit: 100 });
      expect(rest.events).toEqual(all.slice(limit).filter((event) => isIn(buckets, event)));
    }
  });

  test("ST-6 PR-3 four partitions together are the log", async () => {
    const t = initConvexTest();
    for (let i = 0; i < 12; i++) await appended(t, toOrder({ id: `o-${i}`, events: eventsOf(2) }));
    const parts = await Promise.all(
      [0, 64, 128, 192].map((from) => readLog(t, { buckets: { from, to: from + 63 }, limit: 99 })),
    );
    const ids = eventsIn(parts).map(({ id }) => id);
    expect(ids.sort()).toEqual((await log(t)).map(({ id }) => id).sort());
  });

  test("ST-6 events of the running mutation come last, page by page, and are gone on from after the commit", async () => {
    const t = initConvexTest();
    const [first, second] = [streamIn(7), streamIn(8)];
    const buckets = { from: 7, to: 8 };
    await appended(t, toOrder({ id: second }));
    const cursor = await t.mutation(async (ctx) => {
      await store.append(ctx, toOrder({ id: first, events: eventsOf(2) }));
      await store.append(ctx, toOrder({ id: streamIn(9) }));
      await store.append(ctx, toOrder({ id: second }));
      const page = await store.readLog(ctx, { buckets, limit: 3 });
      expect(page.events.map(({ streamId, version }) => [streamId, version])).toEqual([
        ...[
          [second, 1],
          [first, 1],
          [first, 2],
        ],
      ]);
      const rest = await store.readLog(ctx, { buckets, after: page.cursor, limit: 3 });
      expect(rest.events.map(({ streamId, version }) => [streamId, version])).toEqual([
        [second, 2],
      ]);
      expect(rest.isDone).toBe(true);
      return rest.cursor;
    });
    await appended(t, toOrder({ id: first }));
    const { events } = await readLog(t, { buckets, after: cursor, limit: 99 });
    expect(events.at(-1)).toMatchObject({ streamId: first, version: 3 });
  });

  test("ST-12 of several stores is one order too", async () => {
    const t = initConvexTest("eventStore", "inventoryStore");
    const buckets = { from: 0, to: 100 };
    for (let i = 0; i < 10; i++) {
      await t.mutation(async (ctx) => {
        await store.append(ctx, toOrder({ id: `o-${i}` }));
        await inventory.append(ctx, toOrder({ id: `i-${i}` }));
      });
    }
    const both = [store, inventory];
    const read = (filter: LogFilter) => (ctx: Parameters<typeof readLogs>[0], after?: string) =>
      readLogs(ctx, both, { ...filter, ...(after && { after }), limit: 3 });
    const all = eventsIn(await pagesOf(t, read({}) as never));
    const some = eventsIn(await pagesOf(t, read({ buckets }) as never));
    expect(some).toEqual(all.filter((event) => isIn(buckets, event)));
    expect(some.length).toBeGreaterThan(3);
  });
});

describe("what the log of some buckets costs", () => {
  const ids = [10, 11, 12, 13].map(streamIn);
  const cost = (t: App, args: LogFilter & { limit: number; budget?: object }) =>
    costOf(t, (ctx) => store.readLog(ctx, args));

  test("ST-6 PR-3 the events of the page and one more of each bucket, nothing of other buckets", async () => {
    const t = initConvexTest();
    for (let i = 0; i < 10; i++) {
      await commit(
        t,
        ids.map((id) => ({ id, count: 2, type: "A", tenant: "" })),
      );
      await commit(t, [{ id: streamIn(20), count: 50, type: "A", tenant: "" }]);
    }
    const read = async (buckets: Buckets, limit: number) =>
      (await cost(t, { buckets, limit })).read;
    expect(await read({ from: 10, to: 13 }, 8)).toBe(8 + 4);
    expect(await read({ from: 10, to: 11 }, 8)).toBe(8 + 2);
    expect(await read({ from: 10, to: 10 }, 8)).toBe(8 + 1);
    expect(await read({ from: 10, to: 13 }, 100)).toBe(80);
    expect(await read({ from: 14, to: 19 }, 100)).toBe(0);
  });

  test("ST-6 no more than the budget, rows read ahead included", async () => {
    const t = initConvexTest();
    await commit(
      t,
      ids.map((id) => ({ id, count: 12, type: "A", tenant: "" })),
    );
    const args = { buckets: { from: 10, to: 13 }, limit: 100, budget: { documents: 9 } };
    expect(await cost(t, args)).toEqual({ read: 9, written: 0 });
    const read = await pagesOf(t, (ctx, after) =>
      store.readLog(ctx, { ...args, ...(after && { after }) }),
    );
    expect(eventsIn(read)).toEqual(await log(t));
    expect(read[0]?.events).toHaveLength(6);
  });

  test("ST-6 a budget smaller than the buckets still gets a reader on, one event at a time", async () => {
    const t = initConvexTest();
    await commit(
      t,
      ids.map((id) => ({ id, count: 1, type: "A", tenant: "" })),
    );
    const args = { buckets: { from: 10, to: 13 }, limit: 100, budget: { documents: 2 } };
    const read = await pagesOf(t, (ctx, after) =>
      store.readLog(ctx, { ...args, ...(after && { after }) }),
    );
    expect(read.map(({ events }) => events.length)).toEqual([1, 1, 1, 1]);
  });

  test("ST-6 all buckets cost what the plain log does", async () => {
    const t = initConvexTest();
    await commit(
      t,
      ids.map((id) => ({ id, count: 9, type: "A", tenant: "" })),
    );
    expect(await cost(t, { buckets: { from: 0, to: 255 }, limit: 10 })).toEqual({
      read: 11,
      written: 0,
    });
    expect(pageBudget.documents).toBeGreaterThan(256);
  });

  test.each([
    [{ from: -1, to: 3 }, "buckets.from"],
    [{ from: 3, to: 2 }, "buckets.to"],
    [{ from: 0, to: 256 }, "buckets.to"],
    [{ from: 0.5, to: 3 }, "buckets.from"],
    [{ from: 0, to: NaN }, "buckets.to"],
  ])("ST-6 the range %j is a typed error", async (buckets, path) => {
    const read = readLog(initConvexTest(), { buckets, limit: 1 });
    expect(await refusalOf(read)).toMatchObject({ code: "NUMBER_INVALID", path });
  });
});
