import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  appended,
  costOf,
  eventsIn,
  eventsOf,
  eventWith,
  initConvexTest,
  inventory,
  orderKey,
  pagesOf,
  refusalOf,
  store,
  toOrder,
  type App,
} from "../server/setup.test.js";
import {
  comparePositions,
  pageBudget,
  readLogs,
  type LogFilter,
  type RecordedEvent,
} from "./index.js";

const both = [store, inventory];
const initBoth = () => initConvexTest("eventStore", "inventoryStore");
const byName = { eventStore: store, inventoryStore: inventory };
type Name = keyof typeof byName;

type Write = { to: Name; count: number; type: string; tenant: string };
/** Appends of one mutation, to either store. */
const commit = (t: App, writes: Write[]) =>
  t.mutation(async (ctx) => {
    for (const { to, count, type, tenant } of writes) {
      const events = Array.from({ length: count }, () => eventWith({ type }));
      await byName[to].append(ctx, { ...toOrder({ events }), tenant });
    }
  });

const pages = (t: App, { limit, ...filter }: LogFilter & { limit: number }) =>
  pagesOf(t, (ctx, after) =>
    readLogs(ctx as Parameters<typeof readLogs>[0], both, {
      ...filter,
      ...(after && { after }),
      limit,
    }),
  );

/** Both logs, read apart and put in order. */
async function wholeOrder(t: App): Promise<RecordedEvent[]> {
  const logs = await Promise.all(
    both.map((each) =>
      pagesOf(t, (ctx, after) => each.readLog(ctx, { ...(after && { after }), limit: 1000 })),
    ),
  );
  return logs.flatMap(eventsIn).sort((a, b) => comparePositions(a.position, b.position));
}

describe("two stores of one app", () => {
  test("ST-12 equal streams of two stores do not mix: versions, states, closings and keys are apart", async () => {
    const t = initBoth();
    const args = { ...toOrder({ expected: "none", events: eventsOf(2) }), idempotencyKey: "k" };
    const other = { ...toOrder({ expected: "none" }), idempotencyKey: "k" };
    const outcomes = await t.mutation(async (ctx) => [
      await store.append(ctx, args),
      await inventory.append(ctx, other),
      await store.closeStream(ctx, { ...orderKey(), reason: "done", actor: "ann" }),
      await inventory.append(ctx, toOrder({ expected: 1 })),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...["appended", "appended", "closed", "appended"],
    ]);
    const heads = both.map((each) => t.query((ctx) => each.loadState(ctx, orderKey())));
    expect(await Promise.all(heads)).toMatchObject([{ version: 2, closed: {} }, { version: 2 }]);
    const ids = await t.query(async (ctx) => (await inventory.readLog(ctx, { limit: 9 })).events);
    expect(ids.map(({ id, position }) => [id, position.store])).toEqual([
      ["Order:o-1:1", "inventoryStore"],
      ["Order:o-1:2", "inventoryStore"],
    ]);
  });

  test("ST-12 each store counts the ordinals of a commit by itself, and says which it is", async () => {
    const t = initBoth();
    const write = { count: 2, type: "A", tenant: "" };
    await commit(t, [
      { ...write, to: "inventoryStore" },
      { ...write, to: "eventStore" },
    ]);
    const page = await t.query((ctx) => readLogs(ctx, both, { limit: 10 }));
    expect(page.events.map(({ position: { ordinal, store: name } }) => [ordinal, name])).toEqual([
      [0, "eventStore"],
      [0, "inventoryStore"],
      [1, "eventStore"],
      [1, "inventoryStore"],
    ]);
    expect(new Set(page.events.map(({ position }) => position.commitTs)).size).toBe(1);
  });

  test("ST-12 a cursor and a position of one store are typed errors in the other", async () => {
    const t = initBoth();
    const { position } = await appended(t, toOrder());
    const { cursor } = await t.query((ctx) => store.readLog(ctx, { limit: 1 }));
    const single = t.query((ctx) => inventory.readLog(ctx, { after: cursor, limit: 1 }));
    const several = t.query((ctx) => readLogs(ctx, both, { after: cursor, limit: 1 }));
    const foreign = t.query((ctx) => inventory.readLog(ctx, { after: position, limit: 1 }));
    for (const read of [single, several, foreign]) {
      expect(await refusalOf(read)).toMatchObject({ code: "CURSOR_FOREIGN", path: "after" });
    }
  });
});

const write = fc.record({
  to: fc.constantFrom<Name>("eventStore", "inventoryStore"),
  count: fc.integer({ min: 1, max: 4 }),
  type: fc.constantFrom("A", "B"),
  tenant: fc.constantFrom("", "acme"),
});
const commits = fc.array(fc.array(write, { minLength: 1, maxLength: 3 }), { maxLength: 8 });
const filter = fc.record(
  { types: fc.subarray(["A", "B"]), tenant: fc.constantFrom("", "acme") },
  { requiredKeys: [] },
);

describe("several logs in one order", () => {
  test("ST-6 ST-12 pages of any size over two stores are one order: each match once, none left out", async () => {
    const limit = fc.integer({ min: 1, max: 6 });
    await fc.assert(
      fc.asyncProperty(commits, filter, limit, async (all, narrowed, size) => {
        const t = initBoth();
        for (const writes of all) await commit(t, writes);
        const { types, tenant } = narrowed;
        const wanted = (await wholeOrder(t)).filter(
          (event) =>
            (types?.includes(event.type) ?? true) && (tenant ?? event.tenant) === event.tenant,
        );
        const read = await pages(t, { ...narrowed, limit: size });
        expect(eventsIn(read)).toEqual(wanted);
        for (const { events } of read) expect(events.length).toBeLessThanOrEqual(size);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test("ST-6 ST-12 a reader between commits gets each event once and in order, whichever store is behind", async () => {
    const step = fc.oneof(
      fc.record({ writes: fc.array(write, { minLength: 1, maxLength: 3 }) }),
      fc.record({ limit: fc.integer({ min: 1, max: 3 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (program) => {
        const t = initBoth();
        const seen: RecordedEvent[] = [];
        let after: string | undefined;
        for (const each of [...program, { limit: 1000 }]) {
          if ("writes" in each) {
            await commit(t, each.writes);
            continue;
          }
          const page = await t.query((ctx) =>
            readLogs(ctx, [inventory, store], { ...(after && { after }), limit: each.limit }),
          );
          seen.push(...page.events);
          after = page.cursor;
        }
        expect(seen).toEqual(await wholeOrder(t));
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test("ST-6 ST-12 nothing is shown beyond what every store has been read to", async () => {
    const t = initBoth();
    for (let i = 0; i < 2; i++) await appended(t, toOrder({ events: eventsOf(400) }));
    await commit(t, [{ to: "inventoryStore", count: 3, type: "A", tenant: "" }]);
    const early = await t.query((ctx) => readLogs(ctx, both, { limit: 1000, types: ["A"] }));
    expect(early).toMatchObject({ events: [], isDone: false });
    const after = early.cursor;
    const late = await t.query((ctx) => readLogs(ctx, both, { after, limit: 1000, types: ["A"] }));
    expect(late.events).toHaveLength(3);
    expect(late.isDone).toBe(true);
  });

  test("ST-6 ST-12 the stores share the budget of one page", async () => {
    const t = initBoth();
    for (const each of both) {
      for (let i = 0; i < 2; i++) {
        await t.mutation((ctx) => each.append(ctx, toOrder({ events: eventsOf(400) })));
      }
    }
    const args = { limit: 1000, contexts: ["nobody"] };
    const cost = await costOf(t, (ctx) => readLogs(ctx, both, args));
    expect(cost).toEqual({ read: pageBudget.documents, written: 0 });
  });

  test("ST-6 ST-12 several logs are read on from the position of an event of any of them", async () => {
    const t = initBoth();
    const all = { count: 2, type: "A", tenant: "" };
    for (let i = 0; i < 3; i++) {
      await commit(t, [
        { ...all, to: "inventoryStore" },
        { ...all, to: "eventStore" },
      ]);
    }
    const wanted = await wholeOrder(t);
    for (const [i, { position }] of wanted.entries()) {
      const page = await t.query((ctx) => readLogs(ctx, both, { after: position, limit: 99 }));
      expect(page.events).toEqual(wanted.slice(i + 1));
    }
  });

  test("ST-6 ST-12 the events of the running mutation come last and are paged as others are", async () => {
    const t = initBoth();
    await commit(t, [{ to: "eventStore", count: 1, type: "A", tenant: "" }]);
    const seen = await t.mutation(async (ctx) => {
      for (const each of both) await each.append(ctx, toOrder({ id: "own", events: eventsOf(2) }));
      const places: [string, number][] = [];
      let after: string | undefined;
      for (let isDone = false; !isDone;) {
        const page = await readLogs(ctx, both, { ...(after && { after }), limit: 2 });
        for (const { streamId, position } of page.events) {
          places.push([`${streamId} of ${position.store}`, position.ordinal]);
        }
        ({ isDone, cursor: after } = page);
      }
      return places;
    });
    expect(seen).toEqual([
      ["o-1 of eventStore", 0],
      ["own of eventStore", 0],
      ["own of inventoryStore", 0],
      ["own of eventStore", 1],
      ["own of inventoryStore", 1],
    ]);
  });

  test("no store, and one store twice, are typed errors", async () => {
    const t = initBoth();
    for (const stores of [[], [store, store]]) {
      const read = t.query((ctx) => readLogs(ctx, stores, { limit: 1 }));
      expect(await refusalOf(read)).toMatchObject({ code: "STORES_INVALID" });
    }
  });
});
