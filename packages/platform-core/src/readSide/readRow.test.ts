import { bucketOf } from "@convex-es/platform-store/log";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HandWorker } from "../../test/readSide/HandWorker.js";
import { as, fn, initMarket, type MarketApp } from "../../test/readSide/initMarket.js";
import {
  crowds,
  first,
  parties,
  platform,
  poison,
  stalls,
  takings,
  takingsInParts,
} from "../../test/readSide/market.js";
import { wiringOf } from "../platform/createPlatform.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import type { Position } from "../declarations/outcome.js";
import { readReactiveRow, readRow } from "./readRow.js";

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

function market() {
  const t = initMarket();
  const worker = new HandWorker(t);
  const wanted = (projection: AnyProjection, key: string) => ({ projection, key, tenant: "" });
  return {
    ...{ t, worker },
    sell: async (...cents: number[]) =>
      (await as(t).mutation(fn.sellItems, { stallId: "s1", owner: "o1", cents })).position,
    now: (key = "s1", projection: AnyProjection = takings) =>
      t.query((ctx) => readReactiveRow(ctx, worker.side, wanted(projection, key))),
    read: (position: Position | null, projection: AnyProjection = takings) =>
      t.query((ctx) => readRow(ctx, worker.side, { ...wanted(projection, "s1"), position })),
  };
}

/** An event as an older release stored it. */
async function appendUnreadable(t: MarketApp, streamId: string): Promise<void> {
  const event = { type: "ItemSold", schemaVersion: 1, payload: { torn: "half" } };
  const fields = { category: "domain" as const, context: "trade", tags: [], occurredAt: 0 };
  const stream = { streamType: "Stall", streamId, expected: "any" as const };
  const metadata = { actor: "past", correlationId: "past", causationId: "past" };
  const streams = [{ ...stream, events: [{ ...event, ...fields }] }];
  const store = wiringOf(platform).runtime.stores.of("trade");
  await t.mutation(async (ctx) => {
    await store.append(ctx, { tenant: "", metadata, streams });
  });
}

const row = (count: number): unknown => expect.objectContaining({ key: "s1", count });

describe("a reactive view", () => {
  test("PR-8 shows an acknowledged command before any worker has run", async () => {
    const { sell, now } = market();
    await sell(5, 6);
    expect(await now()).toEqual({ row: row(2), freshness: "fresh", parked: false });
  });

  test("PR-8 folds what is pending onto what is stored", async () => {
    const { sell, now, worker } = market();
    await sell(5, 6, 7);
    const before = await now();
    await worker.step(takings, { limit: 2 });
    expect(await now()).toEqual(before);
    await worker.step(takings);
    expect(await now()).toEqual(before);
  });

  test("PR-8 of a key without events is null", async () => {
    const { sell, now } = market();
    await sell(5);
    expect(await now("s2")).toEqual({ row: null, freshness: "fresh", parked: false });
  });

  test("PR-8 of an inline read model is its row", async () => {
    const { sell, now } = market();
    await sell(5);
    expect(await now("s1", stalls)).toEqual({ row: row(1), freshness: "fresh", parked: false });
  });

  test("PR-8 stops before an event that cannot be applied, and says so", async () => {
    const { sell, now } = market();
    await sell(5);
    await sell(poison);
    await sell(6);
    expect(await now()).toEqual({ row: row(1), freshness: "stale", parked: true });
  });

  test("PR-8 of a key whose events are aside is served as stored", async () => {
    const { sell, now, worker } = market();
    await sell(5);
    await worker.step(takings);
    worker.putAside(takings, { tenant: "", key: "s1" });
    await sell(6);
    expect(await now()).toEqual({ row: row(1), freshness: "stale", parked: true });
  });

  test("PR-8 waits for a row that its event shares with one that waits", async () => {
    const { t, now } = market();
    const sell = (stallId: string, owner: string, cents: number) =>
      as(t).mutation(fn.sellItems, { stallId, owner, cents: [cents] });
    await sell("s1", "o1", poison);
    await sell("s1", "o2", 5);
    await sell("s2", "o2", 6);
    const waiting = { row: null, freshness: "stale", parked: true };
    expect(await now("o2", parties)).toEqual(waiting);
    expect(await now("s2", parties)).toEqual(waiting);
  });

  test("PR-8 applies an event to all its rows or to none", async () => {
    const { t, now } = market();
    const sell = (stallId: string, cents: number) =>
      as(t).mutation(fn.sellItems, { stallId, owner: "o1", cents: [cents] });
    await sell("s1", 5);
    await sell("s2", first);
    expect(await now("s2", parties)).toEqual({ row: null, freshness: "stale", parked: true });
    expect(await now("o1", parties)).toMatchObject({ row: { count: 1 }, parked: true });
  });

  test("PR-8 of a tenant that is served apart is its own row, kept by the workers of the others", async () => {
    const { t, sell, now, worker } = market();
    await sell(5);
    const apart = { tenants: [{ tenant: "", generation: 4 }] };
    const served = { projection: "takings", generation: 0, version: 1, ...apart };
    await t.run((ctx) => ctx.db.insert("projectionGenerations", served));
    const stored = { tenant: "", generation: 4, key: "s1", count: 7, digest: 0 };
    await t.run((ctx) => ctx.db.insert("takings", stored));
    expect(await now()).toEqual({ row: row(8), freshness: "fresh", parked: false });
    worker.putAside(takings, { tenant: "", key: "s1" });
    expect(await now()).toEqual({ row: row(7), freshness: "stale", parked: true });
  });

  test("PR-8 waits for an event of its stream that cannot be read; others are told that they may lack it", async () => {
    const { t, sell, now } = market();
    await sell(5);
    await appendUnreadable(t, "s1");
    await as(t).mutation(fn.sellItems, { stallId: "s2", owner: "o1", cents: [6] });
    expect(await now()).toEqual({ row: row(1), freshness: "stale", parked: true });
    expect(await now("s2")).toMatchObject({ row: { count: 1 }, freshness: "fresh", parked: false });
    const others = { row: { count: 2 }, freshness: "stale", parked: false };
    expect(await now("o1", crowds)).toMatchObject(others);
  });

  test("PR-8 far behind says that it is, and comes nearer with the worker", async () => {
    const { sell, now, worker } = market();
    for (let n = 0; n < 11; n++) await sell(...Array<number>(100).fill(1));
    expect(await now()).toEqual({ row: row(1_000), freshness: "stale", parked: false });
    await worker.step(takings, { limit: 200 });
    expect(await now()).toEqual({ row: row(1_100), freshness: "fresh", parked: false });
  });

  test("PR-8 of a row keyed by stream does not look through what is pending for others", async () => {
    const { t, sell, now } = market();
    const others = { stallId: "s2", owner: "o1", cents: Array<number>(100).fill(1) };
    for (let n = 0; n < 11; n++) await as(t).mutation(fn.sellItems, others);
    await sell(5);
    expect(await now("s1")).toEqual({ row: row(1), freshness: "fresh", parked: false });
    expect(await now("s1", takingsInParts)).toMatchObject({ row: row(1), freshness: "fresh" });
    expect(await now("o1", crowds)).toMatchObject({ freshness: "stale" });
  });

  test("PR-8 shows a tenant its own rows only", async () => {
    const { t, now } = market();
    await as(t, "red").mutation(fn.sellItems, { stallId: "s1", owner: "o1", cents: [5] });
    expect(await now()).toMatchObject({ row: null });
    const red = await as(t, "red").query(fn.now("takings"), { key: "s1" });
    expect(red).toMatchObject({ row: { count: 1 } });
  });

  test("PR-8 shows a tenant its own rows only, also where streams share a bucket", async () => {
    const { t, now } = market();
    const bucket = (tenant: string) => bucketOf({ tenant, streamType: "Stall", streamId: "s1" });
    const tenants = Array.from({ length: 5_000 }, (_, n) => `tenant${n}`);
    const beside = tenants.find((tenant) => bucket(tenant) === bucket(""));
    await as(t, beside).mutation(fn.sellItems, { stallId: "s1", owner: "o1", cents: [5] });
    expect(await now()).toEqual({ row: null, freshness: "fresh", parked: false });
  });
});

test("PR-8 of a version that the code has lost is served as stored", async () => {
  const { t, sell, now } = market();
  await sell(5);
  const served = { projection: "takings", generation: 3, version: 9, delivery: "async" } as const;
  const stored = { tenant: "", generation: 3, key: "s1", count: 4, digest: 0 };
  await t.run((ctx) => ctx.db.insert("projectionGenerations", served));
  await t.run((ctx) => ctx.db.insert("takings", stored));
  expect(await now()).toEqual({ row: row(4), freshness: "stale", parked: false });
});

describe("a row with its freshness", () => {
  test("PR-7 is of one moment: the stored row, and whether it shows the token", async () => {
    const { sell, read, worker } = market();
    const position = await sell(5, 6);
    expect(await read(position)).toEqual({ row: null, freshness: "stale", parked: false });
    await worker.step(takings, { limit: 1 });
    expect(await read(position)).toEqual({ row: row(1), freshness: "stale", parked: false });
    await worker.step(takings, { limit: 1 });
    expect(await read(position)).toEqual({ row: row(2), freshness: "fresh", parked: false });
  });

  test("PR-7 of a key whose events are aside never claims to show a token", async () => {
    const { sell, read, worker } = market();
    const position = await sell(5);
    await worker.step(takings);
    worker.putAside(takings, { tenant: "", key: "s1" });
    expect(await read(position)).toEqual({ row: row(1), freshness: "stale", parked: true });
    expect(await read(null)).toEqual({ row: row(1), freshness: "fresh", parked: true });
  });
});
