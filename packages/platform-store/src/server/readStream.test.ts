import { describe, expect, test } from "vitest";
import {
  appended,
  costOf,
  eventsOf,
  eventWith,
  initConvexTest,
  orderKey,
  readStream,
  refusalOf,
  store,
  stream,
  toOrder,
  type App,
} from "./setup.test.js";

const versions = (events: { version: number }[]) => events.map((event) => event.version);

/** An order of `length` events, between two others, written 100 events at a time. */
async function withOrder(length: number): Promise<App> {
  const t = initConvexTest();
  await appended(t, toOrder({ id: "o-0", events: eventsOf(3) }));
  for (let first = 1; first <= length; first += 100) {
    const events = eventsOf(Math.min(100, length - first + 1), first);
    await appended(t, toOrder({ events }));
  }
  await appended(t, toOrder({ id: "o-2", events: eventsOf(3) }));
  return t;
}

describe("a page", () => {
  test("ST-5 forward, a stream is read from its first version", async () => {
    const t = await withOrder(5);
    const page = await readStream(t, { direction: "forward", limit: 10 });
    expect(page).toMatchObject({ next: null, isDone: true });
    expect(versions(page.events)).toEqual([1, 2, 3, 4, 5]);
  });

  test("ST-5 backward, a stream is read from its last version", async () => {
    const t = await withOrder(5);
    const page = await readStream(t, { direction: "backward", limit: 10 });
    expect(page).toMatchObject({ next: null, isDone: true });
    expect(versions(page.events)).toEqual([5, 4, 3, 2, 1]);
  });

  test("ST-5 forward, from one version to another, both included", async () => {
    const t = await withOrder(6);
    const page = await readStream(t, { direction: "forward", from: 2, to: 4, limit: 10 });
    expect(versions(page.events)).toEqual([2, 3, 4]);
  });

  test("ST-5 backward, from one version to another, both included", async () => {
    const t = await withOrder(6);
    const page = await readStream(t, { direction: "backward", from: 5, to: 3, limit: 10 });
    expect(versions(page.events)).toEqual([5, 4, 3]);
  });

  test.each(["forward", "backward"] as const)(
    "ST-5 %s, pages continue without loss or repeat",
    async (direction) => {
      const t = await withOrder(7);
      const pages = [];
      for (let next: number | null | undefined; next !== null;) {
        const from = next === undefined ? {} : { from: next };
        const page = await readStream(t, { direction, ...from, limit: 3 });
        expect(page.isDone).toBe(page.next === null);
        pages.push(versions(page.events));
        next = page.next;
      }
      const forward = [[1, 2, 3], [4, 5, 6], [7]];
      const backward = [[7, 6, 5], [4, 3, 2], [1]];
      expect(pages).toEqual(direction === "forward" ? forward : backward);
    },
  );

  test("ST-5 a page that ends with the stream says so", async () => {
    const t = await withOrder(4);
    const page = await readStream(t, { direction: "forward", from: 3, limit: 2 });
    expect(page).toMatchObject({ next: null, isDone: true });
    expect(versions(page.events)).toEqual([3, 4]);
  });

  test("ST-5 a stream without events and a range without versions are empty pages", async () => {
    const t = await withOrder(2);
    const empty = { events: [], next: null, isDone: true };
    expect(await readStream(t, { id: "none", direction: "forward", limit: 5 })).toEqual(empty);
    expect(await readStream(t, { direction: "forward", from: 3, limit: 5 })).toEqual(empty);
    expect(await readStream(t, { direction: "forward", from: 2, to: 1, limit: 5 })).toEqual(empty);
  });
});

describe("up to a commit time", () => {
  test("ST-5 a stream is read as it was at a commit time, in both directions", async () => {
    const t = initConvexTest();
    await appended(t, toOrder({ events: eventsOf(2) }));
    const until = (await appended(t, toOrder({ events: eventsOf(2, 3) }))).position
      .commitTs as bigint;
    await appended(t, toOrder({ events: eventsOf(2, 5) }));
    const read = async (direction: "forward" | "backward", at: bigint) =>
      versions((await readStream(t, { direction, until: at, limit: 10 })).events);
    expect(await read("forward", until)).toEqual([1, 2, 3, 4]);
    expect(await read("backward", until)).toEqual([4, 3, 2, 1]);
    expect(await read("forward", until - 1n)).toEqual([1, 2]);
  });

  test("ST-5 before its first commit a stream is empty", async () => {
    const t = await withOrder(2);
    const page = await readStream(t, { direction: "backward", until: 1n, limit: 10 });
    expect(page).toEqual({ events: [], next: null, isDone: true });
  });

  test("ST-5 the commit time counts, not what the events say about their time", async () => {
    const t = initConvexTest();
    const late = eventWith({ occurredAt: 9e12 });
    const { position } = await appended(t, toOrder({ events: [late] }));
    const until = position.commitTs as bigint;
    await appended(t, toOrder({ events: [eventWith({ occurredAt: 0 })] }));
    const page = await readStream(t, { direction: "forward", until, limit: 10 });
    expect(page.events.map(({ occurredAt }) => occurredAt)).toEqual([9e12]);
  });
});

describe("what a page costs", () => {
  const readIn = (t: App, args: Omit<Parameters<typeof store.readStream>[1], "tenant">) =>
    costOf(t, (ctx) => store.readStream(ctx, { tenant: "", ...args }));
  const { streamType, streamId } = orderKey();

  test("ST-5 the latest 20 of 1,100 events cost less than 50 documents read", async () => {
    const t = await withOrder(1100);
    const latest = { streamType, streamId, direction: "backward", limit: 20 } as const;
    expect(await readIn(t, latest)).toEqual({ read: 21, written: 0 });
    const middle = (await stream(t))[600]!.position.commitTs as bigint;
    expect(await readIn(t, { ...latest, until: middle })).toEqual({ read: 22, written: 0 });
    expect(await readIn(t, { ...latest, direction: "forward", from: 700 })).toEqual({
      ...{ read: 21, written: 0 },
    });
  });

  test("ST-5 a page costs the same in a short and in a long stream", async () => {
    const page = { streamType, streamId, direction: "backward", limit: 5 } as const;
    const short = await readIn(await withOrder(10), page);
    const long = await readIn(await withOrder(400), page);
    expect(long).toEqual(short);
  });

  test("ST-5 a page never holds more than 4 MiB, and always one event", async () => {
    const t = initConvexTest();
    const events = Array.from({ length: 35 }, () => eventWith({ payload: "x".repeat(60_000) }));
    for (const id of ["o-1", "o-1", "o-1"]) await appended(t, toOrder({ id, events }));
    const page = await readStream(t, { direction: "forward", limit: 105 });
    expect(page).toMatchObject({ isDone: false, next: page.events.length + 1 });
    expect(page.events.length).toBe(69);
  });
});

test.each([0, -1, 1.5, NaN])("a page of %d events is a typed error", async (limit) => {
  const t = initConvexTest();
  const read = readStream(t, { direction: "forward", limit });
  expect(await refusalOf(read)).toMatchObject({ code: "NUMBER_INVALID", path: "limit" });
});
