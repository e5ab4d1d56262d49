import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { comparePositions, eventIdOf } from "../client/index.js";
import {
  type App,
  append,
  appended,
  eventWith,
  initConvexTest,
  inStore,
  log,
  metadata,
  refusal,
  stream,
  toOrder,
} from "./setup.test.js";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-03-01T12:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

test("ST-10 each event carries everything that is known about it", async () => {
  const t = initConvexTest();
  const event = eventWith({
    type: "OrderPlaced",
    schemaVersion: 3,
    category: "integration",
    payload: { total: 1999n },
    tags: [
      { name: "customer", value: "c-1" },
      { name: "region", value: "eu" },
    ],
    occurredAt: Date.parse("1996-07-04"),
  });
  await appended(t, { ...toOrder({ events: [event] }), tenant: "acme" });
  expect(await log(t)).toEqual([
    {
      ...{ id: "acme:Order:o-1:1", type: "OrderPlaced", schemaVersion: 3 },
      ...{ category: "integration", context: "orders" },
      ...{ tenant: "acme", streamType: "Order", streamId: "o-1", version: 1 },
      position: { commitTs: expect.any(BigInt), ordinal: 0, store: "eventStore" },
      payload: { total: 1999n },
      tags: event.tags,
      ...metadata,
      occurredAt: Date.parse("1996-07-04"),
      recordedAt: Date.parse("2026-03-01T12:00:00Z"),
    },
  ]);
});

test("ST-10 every category of event can be stored", async () => {
  const t = initConvexTest();
  const categories = ["domain", "integration", "trigger", "fat"] as const;
  await appended(t, toOrder({ events: categories.map((category) => eventWith({ category })) }));
  expect((await stream(t)).map((event) => event.category)).toEqual(categories);
});

test("ST-10 an event has the id that the caller gives it", async () => {
  const t = initConvexTest();
  const result = await appended(
    t,
    toOrder({ events: [eventWith({ id: "evt_01-A.b" }), eventWith()] }),
  );
  expect(result.streams[0]?.events.map(({ id }) => id)).toEqual(["evt_01-A.b", "Order:o-1:2"]);
  expect((await stream(t)).map(({ id }) => id)).toEqual(["evt_01-A.b", "Order:o-1:2"]);
});

test.each(["", "a:b", "Order:o-1:1", "ä", "a b", "x".repeat(129)])(
  "ST-10 the caller's id %j is refused: it could be mistaken for a derived one",
  async (id) => {
    const t = initConvexTest();
    expect(await refusal(t, toOrder({ events: [eventWith({ id })] }))).toMatchObject({
      ...{ kind: "infrastructure", code: "EVENT_ID_INVALID", retryable: false },
      path: "streams[0].events[0].id",
    });
    expect(await log(t)).toEqual([]);
  },
);

test("ST-10 an id that another event has is refused, in any stream of the tenant", async () => {
  const t = initConvexTest();
  const named = [eventWith({ id: "evt-1" })];
  await appended(t, toOrder({ events: named }));
  expect(await append(t, toOrder({ id: "o-2", events: named }))).toEqual({
    ...{ status: "keyReused", by: "eventId", key: "evt-1" },
  });
  expect(await log(t)).toHaveLength(1);
});

test("ST-10 two events of one append cannot have the same id", async () => {
  const t = initConvexTest();
  const twice = [eventWith({ id: "evt-1" }), eventWith({ id: "evt-1" })];
  expect(await refusal(t, toOrder({ events: twice }))).toMatchObject({
    ...{ code: "DUPLICATE_EVENT_ID", path: "evt-1" },
  });
  expect(await log(t)).toEqual([]);
});

test("ST-10 ids given by callers are free again in another tenant", async () => {
  const t = initConvexTest();
  const args = toOrder({ events: [eventWith({ id: "evt-1" })] });
  await appended(t, args);
  await appended(t, { ...args, tenant: "acme" });
  expect((await log(t)).map(({ id }) => id)).toEqual(["evt-1", "evt-1"]);
});

test.each([
  [["", "Order", "o-1"], "Order:o-1:7"],
  [["acme", "Order", "o-1"], "acme:Order:o-1:7"],
  [["", "acme:Order", "o-1"], "acme%3AOrder:o-1:7"],
  [["", "acme%3AOrder", "o-1"], "acme%253AOrder:o-1:7"],
  [["", "Order", "o-1:7"], "Order:o-1%3A7:7"],
])("ST-10 the derived id of version 7 of %j is %s", ([tenant, streamType, streamId], id) => {
  const key = { tenant: tenant!, streamType: streamType!, streamId: streamId! };
  expect(eventIdOf(key, 7)).toBe(id);
});

test("ST-10 derived ids differ wherever tenant, stream or version differ", () => {
  const part = fc.string({ unit: fc.constantFrom("a", ":", "%", "3", "A") });
  const place = fc.record({
    ...{ tenant: part, streamType: part, streamId: part },
    version: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(place, place, ({ version: m, ...a }, { version: n, ...b }) => {
      const same = JSON.stringify([a, m]) === JSON.stringify([b, n]);
      expect(eventIdOf(a, m) === eventIdOf(b, n)).toBe(same);
    }),
    { numRuns: 2000 },
  );
});

/** Changes when the event of an order was recorded: convex-test's clock never goes back, a deployment's may. */
const recordAt = (t: App, id: string, recordedAt: number) =>
  inStore(t, async ({ db }) => {
    const stored = await db.query("events").withIndex("by_position").order("desc").first();
    if (stored?.streamId !== id) throw new Error(`The last event is not of ${id}`);
    await db.patch("events", stored._id, { recordedAt });
  });

test("ST-10 order is position only: neither occurredAt nor recordedAt changes it", async () => {
  const t = initConvexTest();
  for (const [id, now] of [
    ["o-1", 3000],
    ["o-2", 1000],
    ["o-3", 2000],
  ] as const) {
    await appended(t, toOrder({ id, events: [eventWith({ occurredAt: 10_000 - now })] }));
    await recordAt(t, id, now);
  }
  const events = await log(t);
  expect(events.map(({ streamId }) => streamId)).toEqual(["o-1", "o-2", "o-3"]);
  expect(events.map(({ recordedAt }) => recordedAt)).toEqual([3000, 1000, 2000]);
  expect([...events].sort((a, b) => comparePositions(a.position, b.position))).toEqual(events);
});
