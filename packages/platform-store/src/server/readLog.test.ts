import { describe, expect, test } from "vitest";
import { comparePositions, type RecordedEvent } from "../client/index.js";
import {
  appended,
  costOf,
  eventsOf,
  eventWith,
  initConvexTest,
  log,
  readLog,
  refusalOf,
  store,
  toOrder,
  type App,
} from "./setup.test.js";

type Cursor = { commitTs: bigint; ordinal: number };
const cursorOf = ({ position }: RecordedEvent): Cursor => ({
  ...{ commitTs: position.commitTs as bigint, ordinal: position.ordinal },
});

/** Reads to the end in pages of `limit`, from `after` on. */
async function follow(t: App, limit: number, after?: Cursor): Promise<RecordedEvent[]> {
  const page = await readLog(t, { ...(after && { after }), limit });
  const last = page.events.at(-1);
  if (page.isDone || last === undefined) return page.events;
  return [...page.events, ...(await follow(t, limit, cursorOf(last)))];
}

const inOneCommit = (t: App, ids: string[], each = 2) =>
  t.mutation(async (ctx) => {
    for (const id of ids) await store.append(ctx, toOrder({ id, events: eventsOf(each) }));
  });

describe("positions", () => {
  test("ST-3 positions follow commit order", async () => {
    const t = initConvexTest();
    for (const id of ["o-2", "o-1", "o-2", "o-3"]) await appended(t, toOrder({ id }));
    const events = await log(t);
    expect(events.map(({ streamId }) => streamId)).toEqual(["o-2", "o-1", "o-2", "o-3"]);
    const times = events.map(({ position }) => position.commitTs);
    expect(times).toEqual([...new Set(times)].sort());
  });

  test("ST-3 the ordinal continues over all appends of one mutation", async () => {
    const t = initConvexTest();
    await inOneCommit(t, ["o-1", "o-2", "o-1"]);
    const events = await log(t);
    expect(events.map(({ position }) => position.ordinal)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(new Set(events.map(({ position }) => position.commitTs)).size).toBe(1);
    expect(events.map(({ id }) => id)).toEqual([
      ...["Order:o-1:1", "Order:o-1:2", "Order:o-2:1"],
      ...["Order:o-2:2", "Order:o-1:3", "Order:o-1:4"],
    ]);
  });

  test("ST-3 appends that end in a conflict or an error take no ordinal", async () => {
    const t = initConvexTest();
    await t.mutation(async (ctx) => {
      await store.append(ctx, toOrder({ id: "o-1" }));
      await store.append(ctx, toOrder({ id: "o-2", expected: "exists" }));
      await store.append(ctx, toOrder({ id: "o-3", events: [] })).catch(() => null);
      await store.append(ctx, toOrder({ id: "o-4" }));
    });
    const places = (await log(t)).map(({ streamId, position }) => [streamId, position.ordinal]);
    expect(places).toEqual([
      ["o-1", 0],
      ["o-4", 1],
    ]);
  });

  test("ST-3 a failed transaction beside a reader leaves nothing in its way", async () => {
    const t = initConvexTest();
    await appended(t, toOrder({ id: "o-1" }));
    const [seen] = await log(t);
    const failing = t.mutation(async (ctx) => {
      await store.append(ctx, toOrder({ id: "o-2" }));
      throw new Error("after the append");
    });
    await expect(failing).rejects.toThrow("after the append");
    await appended(t, toOrder({ id: "o-3" }));
    const rest = await follow(t, 10, cursorOf(seen!));
    expect(rest.map(({ streamId }) => streamId)).toEqual(["o-3"]);
  });

  test("ST-3 events are compared by commit, then ordinal, then name of the store", () => {
    const place = (commitTs: bigint, ordinal: number, name: string) => ({
      ...{ commitTs, ordinal, store: name },
    });
    const ordered = [place(1n, 5, "b"), place(2n, 0, "b"), place(2n, 1, "a"), place(2n, 1, "b")];
    expect([...ordered].reverse().sort(comparePositions)).toEqual(ordered);
    expect(comparePositions(place(2n, 1, "a"), place(2n, 1, "a"))).toBe(0);
  });
});

describe("pages of the log", () => {
  test.each([1, 2, 3, 4, 7, 100])(
    "ST-6 pages of %i give every event once, ascending, also when they end inside a commit",
    async (limit) => {
      const t = initConvexTest();
      await inOneCommit(t, ["o-1", "o-2"], 3);
      await appended(t, toOrder({ id: "o-3" }));
      await inOneCommit(t, ["o-1", "o-4", "o-5"], 1);
      const all = await log(t);
      expect(all).toHaveLength(10);
      expect(await follow(t, limit)).toEqual(all);
    },
  );

  test("ST-6 a page says whether the end is reached", async () => {
    const t = initConvexTest();
    await appended(t, toOrder({ events: eventsOf(3) }));
    expect((await readLog(t, { limit: 2 })).isDone).toBe(false);
    expect((await readLog(t, { limit: 3 })).isDone).toBe(true);
    const after = cursorOf((await log(t)).at(-1)!);
    expect(await readLog(t, { after, limit: 3 })).toMatchObject({ events: [], isDone: true });
  });

  test("ST-6 the log of one tenant has all of its events and no others", async () => {
    const t = initConvexTest();
    for (const tenant of ["acme", "", "other", "acme", ""]) {
      await appended(t, { ...toOrder({ events: eventsOf(2) }), tenant });
    }
    const all = await log(t);
    for (const tenant of ["acme", "", "other", "nobody"]) {
      const own = all.filter((event) => event.tenant === tenant);
      const first = await readLog(t, { tenant, limit: 1 });
      expect(first.events).toEqual(own.slice(0, 1));
      if (own[0] === undefined) continue;
      const rest = await readLog(t, { tenant, after: cursorOf(own[0]), limit: 10 });
      expect(rest).toMatchObject({ events: own.slice(1), isDone: true });
    }
  });

  test("ST-6 a page reads one document more than it returns, however long the log", async () => {
    const costs = [];
    for (const commits of [3, 60]) {
      const t = initConvexTest();
      for (let i = 0; i < commits; i++) await appended(t, toOrder({ events: eventsOf(5) }));
      const after = cursorOf((await log(t))[1]!);
      costs.push(await costOf(t, (ctx) => store.readLog(ctx, { after, limit: 8 })));
    }
    expect(costs).toEqual([
      { read: 9, written: 0 },
      { read: 9, written: 0 },
    ]);
  });

  test("ST-6 an event of the running mutation comes last", async () => {
    const t = initConvexTest();
    await appended(t, toOrder({ id: "o-1" }));
    const seen = await t.mutation(async (ctx) => {
      await store.append(ctx, toOrder({ id: "o-2", events: [eventWith()] }));
      const { events } = await store.readLog(ctx, { limit: 10 });
      return events.map(({ streamId }) => streamId);
    });
    expect(seen).toEqual(["o-1", "o-2"]);
  });
});

test.each([0, 1.5, NaN])("a page of %d events of the log is a typed error", async (limit) => {
  const read = readLog(initConvexTest(), { limit });
  expect(await refusalOf(read)).toMatchObject({ code: "NUMBER_INVALID", path: "limit" });
});
