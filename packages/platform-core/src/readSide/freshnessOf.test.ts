import { beforeEach, describe, expect, test, vi, afterEach } from "vitest";
import { HandWorker } from "../../test/readSide/HandWorker.js";
import { as, fn, initMarket, type MarketApp } from "../../test/readSide/initMarket.js";
import { crowds, owners, stalls, takings, takingsInParts } from "../../test/readSide/market.js";
import { failureOf } from "../../test/initConvexTest.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import type { Position } from "../declarations/outcome.js";
import { freshnessOf } from "./freshnessOf.js";

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

function market() {
  const t = initMarket();
  const worker = new HandWorker(t);
  const ask = (projection: AnyProjection, position: Position | null, tenant = "") =>
    t.query((ctx) => freshnessOf(ctx, worker.side, { projection, tenant, position }));
  return { t, worker, ask, sell: selling(t), paint: painting(t), visit: visiting(t) };
}

const selling =
  (t: MarketApp) =>
  async (stallId = "s1", { owner = "o1", tenant = "" } = {}) =>
    (await as(t, tenant).mutation(fn.sellItems, { stallId, owner, cents: [5, 6] })).position;
const painting =
  (t: MarketApp) =>
  async (stallId = "s1") =>
    (await as(t).mutation(fn.paintSign, { stallId })).position;
const visiting =
  (t: MarketApp) =>
  async (visitorId = "v1") =>
    (await as(t).mutation(fn.visit, { visitorId, owner: "o1", cents: 1 })).position;

describe("an async read model", () => {
  test("PR-7 is stale until its cursor has reached the token, then fresh", async () => {
    const { worker, ask, sell } = market();
    const position = await sell();
    expect(await ask(takings, position)).toBe("stale");
    await worker.step(takings, { limit: 1 });
    expect(await ask(takings, position)).toBe("stale");
    await worker.step(takings, { limit: 1 });
    expect(await ask(takings, position)).toBe("fresh");
  });

  test("PR-7 is fresh for a token older than its cursor, however much lies after both", async () => {
    const { worker, ask, sell } = market();
    const [first] = [await sell(), await sell()];
    await worker.step(takings);
    const last = await sell();
    expect([await ask(takings, first), await ask(takings, last)]).toEqual(["fresh", "stale"]);
  });

  test("PR-7 is fresh for a command whose events it ignores, without being moved", async () => {
    const { worker, ask, sell, paint } = market();
    expect(await ask(takings, await paint())).toBe("fresh");
    const sold = await sell();
    const painted = await paint();
    expect(await ask(takings, painted)).toBe("stale");
    await worker.step(takings, { limit: 2 });
    expect([await ask(takings, sold), await ask(takings, painted)]).toEqual(["fresh", "fresh"]);
  });

  test("PR-7 is fresh for a token before which hundreds of events that it ignores lie", async () => {
    const { t, worker, ask, sell, paint } = market();
    await sell();
    await worker.step(takings);
    for (let n = 0; n < 120; n++) await as(t).mutation(fn.paintSign, { stallId: `s${n}` });
    expect(await ask(takings, await paint())).toBe("fresh");
  });

  test("PR-7 of a stopped projection stays stale, whatever is committed afterwards", async () => {
    const { ask, sell, paint } = market();
    const position = await sell();
    await paint();
    expect(await ask(takings, position)).toBe("stale");
  });

  test("PR-7 shows a tenant its own writes: those of others do not make it stale", async () => {
    const { worker, ask, sell } = market();
    await sell("s1", { tenant: "red" });
    await worker.step(takings);
    await sell("s1", { tenant: "blue" });
    const red = await sell("s2", { tenant: "red" });
    expect([await ask(takings, red, "red"), await ask(takings, red, "green")]).toEqual([
      ...["stale", "fresh"],
    ]);
  });
});

describe("a token across two stores", () => {
  test("PR-7 is reached when both logs are read up to it", async () => {
    const { worker, ask, sell, visit } = market();
    const [sold, came] = [await sell(), await visit()];
    expect([await ask(crowds, sold), await ask(crowds, came)]).toEqual(["stale", "stale"]);
    await worker.step(crowds, { limit: 2 });
    expect([await ask(crowds, sold), await ask(crowds, came)]).toEqual(["fresh", "stale"]);
    await worker.step(crowds);
    expect([await ask(crowds, sold), await ask(crowds, came)]).toEqual(["fresh", "fresh"]);
  });

  test("PR-7 of an ignored event in one store waits for handled ones before it in the other", async () => {
    const { worker, ask, visit, paint } = market();
    await visit();
    const painted = await paint();
    expect(await ask(crowds, painted)).toBe("stale");
    await worker.step(crowds);
    expect(await ask(crowds, painted)).toBe("fresh");
  });

  test("PR-7 of a store that the read model does not read counts by its place in time", async () => {
    const { worker, ask, sell, visit } = market();
    const early = await visit();
    await sell();
    const late = await visit();
    expect([await ask(takings, early), await ask(takings, late)]).toEqual(["fresh", "stale"]);
    await worker.step(takings);
    expect(await ask(takings, late)).toBe("fresh");
  });
});

describe("partitions", () => {
  test.each([takingsInParts, owners])(
    "PR-7 of $name: all that have work must have come",
    async (p) => {
      const { worker, ask, sell } = market();
      const tokens: (Position | null)[] = [];
      for (const n of [1, 2, 3, 4, 5, 6]) tokens.push(await sell(`s${n}`, { owner: `o${n}` }));
      const states = async () => Promise.all(tokens.map((token) => ask(p, token)));
      await worker.step(p, { partition: 0 });
      const half = await states();
      expect(half.at(-1)).toBe("stale");
      await worker.step(p, { partition: 1 });
      expect(new Set(await states())).toEqual(new Set(["fresh"]));
    },
  );

  test("PR-7 one that has no events before the token need not move", async () => {
    const { worker, ask, sell } = market();
    const position = await sell("s1");
    const states: string[] = [];
    for (const partition of [0, 1]) {
      await worker.step(takingsInParts, { partition });
      states.push(await ask(takingsInParts, position));
    }
    // Whichever partition has the stall: once it has come, the other's cursor does not matter.
    expect(states.at(-1)).toBe("fresh");
    const own = states.indexOf("fresh");
    const other = market();
    const again = await other.sell("s1");
    await other.worker.step(takingsInParts, { partition: own });
    expect(await other.ask(takingsInParts, again)).toBe("fresh");
  });
});

describe("a position", () => {
  const unknown: [what: string, change: (known: Position) => Position][] = [
    ["of an unknown store", (known) => ({ ...known, store: "elsewhere" })],
    ["of the future", (known) => ({ ...known, commitTs: known.commitTs + 10n ** 18n })],
    ["of a time when nothing was committed", (known) => ({ ...known, commitTs: 7n })],
    ["just beside an event", (known) => ({ ...known, commitTs: known.commitTs + 1n })],
    ["of the other store", (known) => ({ ...known, store: "visitStore" })],
    ["behind its commit", (known) => ({ ...known, ordinal: 3 })],
    ["before its commit", (known) => ({ ...known, ordinal: -1 })],
    ["between events", (known) => ({ ...known, ordinal: 1.5 })],
    ["that is not a number", (known) => ({ ...known, ordinal: Number.NaN })],
  ];

  test.each(unknown)("PR-7 %s is POSITION_UNKNOWN, inline too", async (_what, change) => {
    const { t, ask, sell } = market();
    const position = change((await sell())!);
    const errors = [ask(takings, position), ask(stalls, position)].map(failureOf);
    for (const error of errors) {
      expect(await error).toMatchObject({ code: "POSITION_UNKNOWN", retryable: false });
    }
    const view = as(t).query(fn.freshness("takings"), { position });
    expect(await failureOf(view)).toMatchObject({ code: "POSITION_UNKNOWN" });
  });
});

test("PR-7 a read model whose served version the code has lost is stale, and does not fail", async () => {
  const { t, ask, sell } = market();
  const served = { projection: "takings", generation: 3, version: 9, delivery: "async" } as const;
  await t.run((ctx) => ctx.db.insert("projectionGenerations", served));
  expect(await ask(takings, await sell())).toBe("stale");
});

test("PR-7 an inline read model has always reached every token", async () => {
  const { ask, sell, paint, visit } = market();
  for (const position of [await sell(), await paint(), await visit()]) {
    expect(await ask(stalls, position)).toBe("fresh");
  }
});
