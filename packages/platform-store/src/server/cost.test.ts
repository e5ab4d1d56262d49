import { expect, test } from "vitest";
import {
  appended,
  costOf,
  eventsOf,
  eventWith,
  initConvexTest,
  orderKey,
  store,
  toOrder,
  type App,
} from "./setup.test.js";

const state = { shape: 1, value: { status: "draft" } };

/** What creation, a later append and loading the state cost. */
async function costsIn(t: App) {
  const create = toOrder({ id: "new", expected: "none", state });
  const later = toOrder({ expected: "exists", state });
  return {
    creation: await costOf(t, (ctx) => store.append(ctx, create)),
    later: await costOf(t, (ctx) => store.append(ctx, later)),
    loadState: await costOf(t, (ctx) => store.loadState(ctx, orderKey())),
  };
}

async function withEvents(own: number, others: number): Promise<App> {
  const t = initConvexTest();
  for (let i = 0; i < own; i += 100) {
    await appended(t, toOrder({ events: eventsOf(Math.min(100, own - i)), state }));
  }
  for (let i = 0; i < others; i += 100) {
    await appended(t, toOrder({ id: `other-${i}`, events: eventsOf(100) }));
  }
  return t;
}

test("a creation reads nothing, a later append reads and replaces the head; each writes event and head", async () => {
  expect(await costsIn(await withEvents(1, 0))).toEqual({
    creation: { read: 0, written: 2 },
    later: { read: 2, written: 2 },
    loadState: { read: 1, written: 0 },
  });
});

test("costs do not grow with the length of the stream", async () => {
  expect(await costsIn(await withEvents(1000, 0))).toEqual(await costsIn(await withEvents(1, 0)));
});

test("costs do not grow with the size of the store", async () => {
  expect(await costsIn(await withEvents(1, 2000))).toEqual(await costsIn(await withEvents(1, 100)));
});

test("each distinct tag of an event is one more row", async () => {
  const t = initConvexTest();
  const tags = ["c-1", "c-2", "c-1"].map((value) => ({ name: "customer", value }));
  const args = toOrder({ events: [eventWith({ tags }), eventWith()] });
  expect(await costOf(t, (ctx) => store.append(ctx, args))).toEqual({ read: 0, written: 5 });
});

test("a second append in one mutation reads the event before it, for its ordinal", async () => {
  const t = initConvexTest();
  const cost = await costOf(t, async (ctx) => {
    await store.append(ctx, toOrder({ id: "o-1", events: eventsOf(5) }));
    await store.append(ctx, toOrder({ id: "o-2" }));
  });
  expect(cost).toEqual({ read: 1, written: 8 });
});
