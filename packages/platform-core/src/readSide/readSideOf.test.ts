import { componentsGeneric, type ApiFromModules, type FunctionReturnType } from "convex/server";
import { afterEach, beforeEach, describe, expect, expectTypeOf, test, vi } from "vitest";
import {
  as,
  fn,
  initMarket,
  type MarketApp,
  type ViewName,
} from "../../test/readSide/initMarket.js";
import { owners, platform, poison, takings } from "../../test/readSide/market.js";
import type { Freshness, FreshnessQuery } from "../client.js";
import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import type { Position } from "../declarations/outcome.js";

// On the real component: its loops run when the test says so.

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

const drain = (t: MarketApp) => t.finishAllScheduledFunctions(() => vi.advanceTimersByTime(100));

/** Lets the loops run a little, and stop anywhere. */
async function runALittle(t: MarketApp): Promise<void> {
  vi.advanceTimersByTime(50);
  await t.finishInProgressScheduledFunctions();
}

function market() {
  const t = initMarket();
  const sell = async (stallId: string, ...cents: number[]) =>
    (await as(t).mutation(fn.sellItems, { stallId, owner: "o1", cents })).position;
  const visit = async () =>
    (await as(t).mutation(fn.visit, { visitorId: "v1", owner: "o1", cents: 3 })).position;
  return {
    ...{ t, sell, visit },
    freshness: (view: ViewName, position: Position | null) =>
      as(t).query(fn.freshness(view), { position }),
    read: (view: ViewName, key: string, after: Position | null) =>
      as(t).query(fn.read(view), { key, after }),
    now: (view: ViewName, key: string) => as(t).query(fn.now(view), { key }),
    get: (view: ViewName, key: string) => as(t).query(fn.get(view), { key }),
  };
}

describe("the public queries of a view", () => {
  test("PR-7 tell whether the read model shows a token, before and after its worker has run", async () => {
    const { t, sell, freshness, read } = market();
    const position = await sell("s1", 5, 6);
    expect(await freshness("takings", position)).toBe("stale");
    expect(await read("takings", "s1", position)).toMatchObject({ row: null, freshness: "stale" });
    await drain(t);
    expect(await freshness("takings", position)).toBe("fresh");
    expect(await read("takings", "s1", position)).toMatchObject({
      ...{ row: { key: "s1", count: 2 }, freshness: "fresh", parked: false },
    });
  });

  test("PR-7 know tokens of both stores of a read model over two contexts", async () => {
    const { t, sell, visit, freshness } = market();
    const tokens = [await sell("s1", 5), await visit()];
    const states = () => Promise.all(tokens.map((token) => freshness("crowds", token)));
    expect(await states()).toEqual(["stale", "stale"]);
    await drain(t);
    expect(await states()).toEqual(["fresh", "fresh"]);
  });

  test("PR-7 there is nothing to wait for without a token, and inline", async () => {
    const { sell, freshness, read } = market();
    const position = await sell("s1", 5);
    expect(await freshness("takings", null)).toBe("fresh");
    expect(await read("takings", "s1", null)).toMatchObject({ row: null, freshness: "fresh" });
    expect(await freshness("stalls", position)).toBe("fresh");
    expect(await read("stalls", "s1", position)).toMatchObject({ row: { count: 1 } });
  });

  test.each([
    ["a placeholder", { commitTs: { $commitTs: null }, ordinal: 0, store: "eventStore" }],
    ["a number for a time", { commitTs: 7, ordinal: 0, store: "eventStore" }],
    ["no store", { commitTs: 7n, ordinal: 0 }],
    ["a text", "7/0"],
  ])("PR-7 refuse what is not a position: %s", async (_what, position) => {
    const { freshness } = market();
    await expect(freshness("takings", position as never)).rejects.toThrow();
  });

  test("PR-7 have the types that clients wait with", () => {
    const view = platform.view(takings);
    type Api = ApiFromModules<{ takings: typeof view }>;
    expectTypeOf<Api["takings"]["freshness"]>().toExtend<FreshnessQuery>();
    expectTypeOf<FunctionReturnType<Api["takings"]["freshness"]>>().toEqualTypeOf<Freshness>();
    expectTypeOf<FunctionReturnType<Api["takings"]["read"]>["row"]>().toEqualTypeOf<{
      key: string;
      count: number;
      digest: number;
    } | null>();
    expect(Object.keys(view)).toEqual(["get", "page", "freshness", "read"]);
  });
});

type Run = (...args: never[]) => unknown;

/** Asks from a query of its own, and tells what that query called and read. */
const costOf = (t: MarketApp, position: Position | null) =>
  as(t).query(async (ctx) => {
    const calls: unknown[] = [];
    const counting = (run: Run) => (name: never, args: never) => {
      calls.push(name);
      return run(name, args);
    };
    const counted = { ...ctx, runQuery: counting(ctx.runQuery) };
    const freshness = await platform.freshness(counted as never, takings, { position });
    const { documentsRead } = await ctx.meta.getTransactionMetrics();
    return { freshness, calls: calls.length, read: documentsRead.used };
  });

test("PR-7 costs one event, what is served and the cursors, and the next event while it is behind", async () => {
  const { t, sell } = market();
  const first = await sell("s1", 5);
  await drain(t);
  expect(await costOf(t, null)).toEqual({ freshness: "fresh", calls: 0, read: 0 });
  expect(await costOf(t, first)).toEqual({ freshness: "fresh", calls: 2, read: 4 });
  const last = await sell("s1", 6);
  expect(await costOf(t, last)).toEqual({ freshness: "stale", calls: 3, read: 5 });
});

describe("a projection that does not go on", () => {
  const { platformCore } = componentsGeneric() as unknown as { platformCore: CoreApi };
  const operate = (t: MarketApp, what: "pause" | "resume") =>
    t.mutation((ctx) =>
      ctx.runMutation(platformCore.lib[what], { consumer: "takings", actor: "operator" }),
    );

  test("PR-7 that is paused leaves its tokens stale, until it is resumed", async () => {
    const { t, sell, freshness, now } = market();
    await sell("s1", 5);
    await drain(t);
    await operate(t, "pause");
    const position = await sell("s1", 6);
    await drain(t);
    expect(await freshness("takings", position)).toBe("stale");
    expect(await freshness("crowds", position)).toBe("fresh");
    expect(await now("takings", "s1")).toMatchObject({ row: { count: 2 }, freshness: "fresh" });
    await operate(t, "resume");
    await drain(t);
    expect(await freshness("takings", position)).toBe("fresh");
  });

  test("PR-7 one row that waits for a failing event says so, others are fresh", async () => {
    const { t, sell, freshness, read, now } = market();
    await sell("s1", 5);
    const position = await sell("s1", poison);
    const other = await sell("s2", 5);
    const waiting = { row: { key: "s1", count: 1 }, freshness: "stale", parked: true };
    expect(await now("takings", "s1")).toMatchObject(waiting);
    await drain(t);
    expect(await now("takings", "s1")).toMatchObject(waiting);
    expect(await read("takings", "s1", position)).toMatchObject(waiting);
    expect(await read("takings", "s2", other)).toMatchObject({ freshness: "fresh", parked: false });
    expect(await freshness("takings", other)).toBe("fresh");
  });
});

describe("a query of the app", () => {
  test("PR-7 asks the platform whether the caller's tenant sees a position", async () => {
    const { t, sell } = market();
    const position = await sell("s1", 5);
    const ask = () => as(t).query((ctx) => platform.freshness(ctx as never, takings, { position }));
    expect(await ask()).toBe("stale");
    await drain(t);
    expect(await ask()).toBe("fresh");
  });
});

describe("a reactive view", () => {
  test("PR-8 is the same before, while and after the worker runs", async () => {
    const { t, sell, now, get } = market();
    const stalls = ["s1", "s2", "s1", "s3", "s2"];
    const seen: number[] = [];
    for (const [index, stall] of stalls.entries()) {
      await sell(stall, index, index + 1);
      const before = await Promise.all(["s1", "s2", "s3"].map((key) => now("takings", key)));
      await runALittle(t);
      const after = await Promise.all(["s1", "s2", "s3"].map((key) => now("takings", key)));
      expect(after).toEqual(before);
      seen.push(before.reduce((sum, { row }) => sum + (row?.count ?? 0), 0));
    }
    await drain(t);
    expect(seen).toEqual([2, 4, 6, 8, 10]);
    for (const key of ["s1", "s2", "s3"]) {
      expect(await get("takings", key)).toEqual((await now("takings", key)).row);
    }
  });

  test("PR-8 is for views only", () => {
    expect(() => platform.reactiveView(owners as never)).toThrow(
      'platform.reactiveView: "owners" is of category "reporting"; only a view is for clients.',
    );
  });
});
