import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { EventStore } from "../client/index.js";
import {
  append,
  appended,
  costOf,
  eventsOf,
  initConvexTest,
  loadState,
  log,
  metadata,
  orderKey,
  refusalOf,
  store,
  stream,
  toOrder,
  type App,
  type Args,
} from "./setup.test.js";

const now = Date.parse("2026-03-01T12:00:00Z");
beforeEach(() => {
  vi.useFakeTimers({ now });
});
afterEach(() => {
  vi.useRealTimers();
});

type Closing = Partial<Parameters<EventStore["closeStream"]>[1]>;
const close = (t: App, closing: Closing = {}) =>
  t.mutation((ctx) =>
    store.closeStream(ctx, { ...orderKey(), reason: "merged into o-2", actor: "ann", ...closing }),
  );
const state = { shape: 1, value: "submitted" };
const order = { streamType: "Order", streamId: "o-1" };
const closed = { ...order, version: 2, reason: "merged into o-2", closedAt: now };

async function withClosedOrder(): Promise<App> {
  const t = initConvexTest();
  await appended(t, toOrder({ events: eventsOf(2), state }));
  expect(await close(t)).toEqual({ status: "closed", ...closed });
  vi.advanceTimersByTime(60_000);
  return t;
}
const asserting = (expected: number | "none" | "exists" | "any"): Args => ({
  ...toOrder({ id: "o-2" }),
  asserts: [{ ...order, expected }],
});

describe("appends to a closed stream", () => {
  test.each([2, 1, 9, 0, "none", "exists", "any"] as const)(
    "ST-13 one that expects %s is refused, with the reason and the time",
    async (expected) => {
      const t = await withClosedOrder();
      expect(await append(t, toOrder({ expected }))).toEqual({ status: "closed", ...closed });
      expect(await log(t)).toHaveLength(2);
    },
  );

  test("ST-13 one closed stream stops the append to every stream", async () => {
    const t = await withClosedOrder();
    const both = {
      ...toOrder(),
      streams: [...toOrder({ id: "o-2" }).streams, ...toOrder().streams],
    };
    expect(await append(t, both)).toEqual({ status: "closed", ...closed });
    expect(await loadState(t, "o-2")).toBeNull();
  });

  test.each([2, "none", "exists"] as const)(
    "ST-13 an assertion of %s is refused: the stream is not as the decision saw it",
    async (expected) => {
      const t = await withClosedOrder();
      expect(await append(t, asserting(expected))).toEqual({ status: "closed", ...closed });
      expect(await loadState(t, "o-2")).toBeNull();
    },
  );

  test("ST-13 an assertion that demands nothing does not mind", async () => {
    const t = await withClosedOrder();
    expect((await append(t, asserting("any"))).status).toBe("appended");
  });

  test("ST-13 the id stays free in another tenant and for another type", async () => {
    const t = await withClosedOrder();
    expect((await append(t, { ...toOrder(), tenant: "acme" })).status).toBe("appended");
    const args = toOrder();
    args.streams[0]!.streamType = "Cart";
    expect((await append(t, args)).status).toBe("appended");
  });

  test("ST-13 a stream closed earlier in the same mutation is closed there", async () => {
    const t = initConvexTest();
    const outcome = await t.mutation(async (ctx) => {
      await store.append(ctx, toOrder());
      await store.closeStream(ctx, { ...orderKey(), reason: "done", actor: "ann" });
      return await store.append(ctx, toOrder());
    });
    expect(outcome).toMatchObject({ status: "closed", reason: "done", version: 1 });
  });
});

describe("a closed stream", () => {
  test("ST-13 stays readable, event by event", async () => {
    const t = initConvexTest();
    await appended(t, toOrder({ events: eventsOf(2), state }));
    const [before, whole] = [await stream(t), await log(t)];
    await close(t);
    expect(await stream(t)).toEqual(before);
    expect(await log(t)).toEqual(whole);
  });

  test("ST-13 keeps its state, which is loaded with the mark of the closing", async () => {
    const t = await withClosedOrder();
    expect(await loadState(t)).toEqual({
      ...{ version: 2, state },
      closed: { reason: "merged into o-2", closedAt: now },
    });
  });

  test("ST-13 a second closing changes nothing and says so, with the first reason", async () => {
    const t = await withClosedOrder();
    expect(await close(t, { reason: "another", actor: "bob", expected: 7 })).toEqual({
      ...{ status: "alreadyClosed", ...closed },
    });
    expect(await t.query((ctx) => store.listAudits(ctx, { tenant: "", limit: 9 }))).toHaveLength(1);
  });

  test("ST-13 its closing is audited: which stream, by whom, when, why", async () => {
    const t = await withClosedOrder();
    expect(await t.query((ctx) => store.listAudits(ctx, { tenant: "", limit: 9 }))).toEqual([
      { kind: "streamClosed", tenant: "", ...closed, actor: "ann" },
    ]);
    expect(await t.query((ctx) => store.listAudits(ctx, { tenant: "x", limit: 9 }))).toEqual([]);
  });
});

describe("closing", () => {
  test("ST-13 at another version than expected is a conflict with the events in between", async () => {
    const t = initConvexTest();
    await appended(t, toOrder({ events: eventsOf(3) }));
    expect(await close(t, { expected: 1 })).toMatchObject({
      status: "conflict",
      conflicts: [
        {
          ...{ ...order, expected: 1, version: 3, eventsBetween: 2 },
          events: [{ version: 2, position: { store: "eventStore" } }, { version: 3 }],
        },
      ],
    });
    expect(await append(t, toOrder())).toMatchObject({ status: "appended" });
    expect(await close(t, { expected: 4 })).toMatchObject({ status: "closed", version: 4 });
  });

  test("ST-13 a stream without events is a conflict, and its id stays free", async () => {
    const t = initConvexTest();
    expect(await close(t)).toMatchObject({
      ...{ status: "conflict", conflicts: [{ expected: "exists", version: 0, events: [] }] },
    });
    expect((await append(t, toOrder({ expected: "none" }))).status).toBe("appended");
  });

  test("ST-13 costs the head, read and replaced, and the audit entry; a refusal costs the head", async () => {
    const t = initConvexTest();
    await appended(t, toOrder({ events: eventsOf(100) }));
    const closing = { ...orderKey(), reason: "done", actor: "ann" };
    const cost = () => costOf(t, (ctx) => store.closeStream(ctx, closing));
    expect(await cost()).toEqual({ read: 2, written: 2 });
    expect(await cost()).toEqual({ read: 1, written: 0 });
    const refused = await costOf(t, (ctx) => store.append(ctx, toOrder()));
    expect(refused).toEqual({ read: 1, written: 0 });
  });

  test.each<[Closing, object]>([
    [{ reason: "" }, { code: "ID_INVALID", path: "reason" }],
    [{ reason: "x".repeat(257) }, { code: "ID_TOO_LONG", path: "reason" }],
    [{ streamId: "" }, { code: "ID_INVALID", path: "streamId" }],
    [{ streamType: "" }, { code: "ID_INVALID", path: "streamType" }],
    [{ tenant: "x".repeat(257) }, { code: "ID_TOO_LONG", path: "tenant" }],
    [{ actor: "\\ud800".repeat(3000) }, { code: "ID_TOO_LONG", path: "actor" }],
    [{ expected: 0 }, { code: "NUMBER_INVALID", path: "expected" }],
    [{ expected: 1.5 }, { code: "NUMBER_INVALID", path: "expected" }],
  ])("ST-13 closing with %j is a typed error", async (closing, error) => {
    const t = initConvexTest();
    await appended(t, toOrder());
    expect(await refusalOf(close(t, closing))).toMatchObject(error);
    expect((await append(t, { ...toOrder(), metadata })).status).toBe("appended");
  });
});
