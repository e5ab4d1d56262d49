import { describe, expect, test } from "vitest";
import {
  append,
  appended,
  conflicted,
  eventsOf,
  eventWith,
  initConvexTest,
  loadState,
  log,
  store,
  stream,
  toOrder,
  type App,
} from "./setup.test.js";

const payloads = (events: { payload: unknown }[]) => events.map((event) => event.payload);
const versions = (events: { version: number }[]) => events.map((event) => event.version);

async function withOrder(length: number): Promise<App> {
  const t = initConvexTest();
  if (length > 0) await appended(t, toOrder({ events: eventsOf(length) }));
  return t;
}

describe("expectations", () => {
  test("ST-1 an append at the exact version is written", async () => {
    const t = await withOrder(2);
    const result = await appended(t, toOrder({ expected: 2, events: eventsOf(1, 3) }));
    expect(result.streams[0]?.version).toBe(3);
    expect(payloads(await stream(t))).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  test("ST-1 an append at version 0 and one that expects none create a stream", async () => {
    const t = initConvexTest();
    await appended(t, toOrder({ id: "o-1", expected: 0 }));
    await appended(t, toOrder({ id: "o-2", expected: "none" }));
    expect(await loadState(t, "o-1")).toEqual({ version: 1, state: null });
    expect(await loadState(t, "o-2")).toEqual({ version: 1, state: null });
  });

  test("ST-1 an append that expects the stream to exist is written where it does", async () => {
    const t = await withOrder(1);
    await appended(t, toOrder({ expected: "exists" }));
    expect(await loadState(t)).toMatchObject({ version: 2 });
  });

  test("ST-1 an append that expects nothing is written to a new and to an old stream", async () => {
    const t = initConvexTest();
    await appended(t, toOrder({ expected: "any" }));
    await appended(t, toOrder({ expected: "any" }));
    expect(versions(await stream(t))).toEqual([1, 2]);
  });

  test("ST-1 an append that expects a stream to exist conflicts where it does not", async () => {
    const t = initConvexTest();
    expect(await conflicted(t, toOrder({ expected: "exists" }))).toEqual([
      {
        ...{ streamType: "Order", streamId: "o-1", expected: "exists" },
        ...{ version: 0, eventsBetween: 0, events: [] },
      },
    ]);
  });

  test("ST-1 an append that expects no stream conflicts with all events of the one there is", async () => {
    const t = await withOrder(3);
    const [conflict] = await conflicted(t, toOrder({ expected: "none" }));
    expect(conflict).toMatchObject({ expected: "none", version: 3, eventsBetween: 3 });
    expect(conflict?.events).toEqual(await stream(t));
  });

  test("ST-1 a stale version returns the current one and the events in between", async () => {
    const t = await withOrder(5);
    const [conflict] = await conflicted(t, toOrder({ expected: 3 }));
    expect(conflict).toMatchObject({ expected: 3, version: 5, eventsBetween: 2 });
    expect(conflict?.events).toEqual((await stream(t)).slice(3));
  });

  test("ST-1 a version ahead of the stream conflicts without events", async () => {
    const t = await withOrder(2);
    expect(await conflicted(t, toOrder({ expected: 7 }))).toMatchObject([
      { expected: 7, version: 2, eventsBetween: 0, events: [] },
    ]);
  });

  test("ST-1 a conflict returns the first 20 events in between and the number of all", async () => {
    const t = await withOrder(45);
    const [conflict] = await conflicted(t, toOrder({ expected: 4 }));
    expect(conflict?.eventsBetween).toBe(41);
    expect(versions(conflict?.events ?? [])).toEqual(Array.from({ length: 20 }, (_, i) => 5 + i));
  });

  test("ST-1 a conflict writes nothing", async () => {
    const t = await withOrder(2);
    const before = await log(t);
    await conflicted(t, toOrder({ expected: 1, state: { shape: 1, value: "new" } }));
    expect(await log(t)).toEqual(before);
    expect(await loadState(t)).toEqual({ version: 2, state: null });
  });
});

describe("versions", () => {
  test("ST-2 versions of a stream are 1 to n without gaps", async () => {
    const t = initConvexTest();
    for (const count of [1, 3, 2]) await appended(t, toOrder({ events: eventsOf(count) }));
    expect(versions(await stream(t))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("ST-2 a rolled back append leaves no gap", async () => {
    const t = await withOrder(1);
    const failing = t.mutation(async (ctx) => {
      await store.append(ctx, toOrder({ expected: 1 }));
      throw new Error("after the append");
    });
    await expect(failing).rejects.toThrow("after the append");
    await appended(t, toOrder({ expected: 1 }));
    expect(versions(await stream(t))).toEqual([1, 2]);
  });

  test("ST-2 of appends one after the other that expect the same version the first wins", async () => {
    const t = await withOrder(1);
    const results = await Promise.all([1, 2, 3, 4].map(() => append(t, toOrder({ expected: 1 }))));
    expect(results.map((result) => result.status).sort()).toEqual([
      ...["appended", "conflict", "conflict", "conflict"],
    ]);
    expect(await stream(t)).toHaveLength(2);
  });

  test("ST-2 two appends to one stream in one mutation continue its versions", async () => {
    const t = initConvexTest();
    await t.mutation(async (ctx) => {
      await store.append(ctx, toOrder({ expected: "none", events: eventsOf(2) }));
      await store.append(ctx, toOrder({ expected: 2, events: eventsOf(1, 3) }));
    });
    expect(versions(await stream(t))).toEqual([1, 2, 3]);
  });
});

describe("results", () => {
  test("an append returns ids, versions and ordinals, and the position of its last event", async () => {
    const t = await withOrder(1);
    const result = await appended(t, toOrder({ expected: 1, events: eventsOf(2) }));
    expect(result.streams).toEqual([
      {
        ...{ streamType: "Order", streamId: "o-1", version: 3 },
        events: [
          { id: "Order:o-1:2", type: "OrderItemAdded", version: 2, ordinal: 0 },
          { id: "Order:o-1:3", type: "OrderItemAdded", version: 3, ordinal: 1 },
        ],
      },
    ]);
    expect(result.position).toEqual((await stream(t)).at(-1)?.position);
    expect(typeof result.position.commitTs).toBe("bigint");
  });

  test("tenants do not share streams", async () => {
    const t = await withOrder(1);
    await appended(t, { ...toOrder({ expected: "none", events: [eventWith()] }), tenant: "acme" });
    expect(await stream(t)).toHaveLength(1);
  });
});
