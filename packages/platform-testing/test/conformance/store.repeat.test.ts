import {
  EventStore,
  type AppendOutcome,
  type Audit,
  type ComponentApi,
} from "@convex-es/platform-store";
import { bucketOf } from "@convex-es/platform-store/log";
import storeComponent from "@convex-es/platform-store/test";
import {
  componentsGeneric,
  defineSchema,
  makeFunctionReference,
  mutationGeneric as mutation,
  queryGeneric as query,
} from "convex/server";
import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import { createEngine, type Engine } from "../../src/engine/createEngine.js";
import type { RaceReport } from "../../src/engine/race/race.js";

const components = componentsGeneric() as unknown as { eventStore: ComponentApi };
const store = new EventStore(components.eventStore);
const stream = (streamId: string) => ({ tenant: "", streamType: "Order", streamId });

const append = mutation({
  args: {
    id: v.string(),
    n: v.number(),
    key: v.optional(v.string()),
    eventId: v.optional(v.string()),
    asserts: v.optional(v.string()),
  },
  handler: async (ctx, { id, n, key, eventId, asserts }) => {
    const event = { type: "OrderCreated", schemaVersion: 1, category: "domain" as const };
    const about = { context: "orders", payload: { n }, tags: [], occurredAt: 0 };
    const { tenant, ...target } = stream(id);
    return await store.append(ctx, {
      tenant,
      streams: [
        {
          ...{ ...target, expected: "any" },
          events: [{ ...event, ...about, ...(eventId && { id: eventId }) }],
        },
      ],
      ...(asserts && { asserts: [{ ...target, streamId: asserts, expected: "exists" }] }),
      metadata: { actor: "ann", correlationId: "corr-1", causationId: `cmd-${n}` },
      ...(key && { idempotencyKey: key }),
    });
  },
});
const close = mutation({
  args: { id: v.string() },
  handler: async (ctx, { id }) =>
    store.closeStream(ctx, { ...stream(id), reason: "done", actor: "ann" }),
});
/** Reads the log and writes what it saw, as a consumer does. */
const consume = mutation({
  args: {
    useStaleSnapshot: v.boolean(),
    appendsFirst: v.optional(v.boolean()),
    buckets: v.optional(v.object({ from: v.number(), to: v.number() })),
  },
  handler: async (ctx, { useStaleSnapshot, appendsFirst, buckets }) => {
    if (appendsFirst) await ctx.runMutation(makeFunctionReference<"mutation">("app:append"), own);
    const { events } = await store.readLog(ctx, { limit: 100, useStaleSnapshot, buckets });
    await ctx.db.insert("seen", { count: events.length });
    return events.length;
  },
});
const own = { id: "own", n: 0 };
const log = query({
  args: {},
  handler: async (ctx) => (await store.readLog(ctx, { limit: 1000 })).events.map(({ id }) => id),
});
const audits = query({
  args: {},
  handler: async (ctx) => store.listAudits(ctx, { tenant: "", limit: 100 }),
});
const ref = {
  append: makeFunctionReference<"mutation">("app:append"),
  close: makeFunctionReference<"mutation">("app:close"),
  consume: makeFunctionReference<"mutation">("app:consume"),
  log: makeFunctionReference<"query", Record<string, never>, string[]>("app:log"),
  audits: makeFunctionReference<"query", Record<string, never>, Audit[]>("app:audits"),
};

const start = () =>
  createEngine({
    "": {
      schema: defineSchema({}, { schemaValidation: false }),
      modules: {
        "./_generated/api.ts": async () => ({}),
        "./app.ts": async () => ({ append, close, consume, log, audits }),
      },
    },
    eventStore: storeComponent,
  });

type Given = { id: string; n?: number; key?: string; eventId?: string; asserts?: string };
const appendTo = ({ n = 0, ...given }: Given) => ({ fn: ref.append, args: { ...given, n } });
const closing = (id: string) => ({ fn: ref.close, args: { id } });
const many = (count: number) => Array.from({ length: count }, (_, i) => i);
const outcomes = (race: RaceReport) =>
  race.outcomes.map((end) => {
    if (end.status === "failed") throw new Error(`A racer failed as ${end.code}.`);
    return end.value as AppendOutcome | { status: "alreadyClosed" };
  });
const statuses = (race: RaceReport) => outcomes(race).map(({ status }) => status);
const idsIn = (outcome: { status: string }) =>
  "streams" in outcome ? (outcome as { streams: unknown }).streams : outcome.status;
const ids = (engine: Engine) => engine.t.query(ref.log, {});

const N = 20;
describe.each([1, 2, 3])("seed %i", (seed) => {
  test.each<[name: string, given: Given]>([
    ["idempotency key", { id: "o-1", key: "k" }],
    ["event id", { id: "o-1", eventId: "e-1" }],
  ])("ST-8 of N concurrent appends with one %s one writes, all get its ids", async (_, given) => {
    const engine = await start();
    const race = await engine.race(
      many(N).map(() => appendTo(given)),
      { seed, scheduled: true },
    );
    expect(statuses(race).sort()).toEqual(["appended", ...Array<string>(N - 1).fill("duplicate")]);
    expect(new Set(outcomes(race).map((each) => JSON.stringify(idsIn(each)))).size).toBe(1);
    expect(await ids(engine)).toHaveLength(1);
    expect(await engine.t.query(ref.audits, {})).toEqual([]);
  });

  test("ST-8 of concurrent appends of other content under one key one wins, every other is audited", async () => {
    const engine = await start();
    const race = await engine.race(
      many(N).map((n) => appendTo({ id: `o-${n}`, n, key: "k" })),
      { seed, scheduled: true },
    );
    expect(statuses(race).sort()).toEqual(["appended", ...Array<string>(N - 1).fill("keyReused")]);
    const audited = (await engine.t.query(ref.audits, {})).map((audit) => audit.kind);
    expect(audited).toEqual(Array<string>(N - 1).fill("keyReused"));
    expect(await ids(engine)).toHaveLength(1);
  });

  test("ST-13 of concurrent closings one closes, and no append comes after it", async () => {
    const engine = await start();
    await engine.call(appendTo({ id: "o-1" }));
    const racers = many(N).map((n) => (n % 4 === 0 ? closing("o-1") : appendTo({ id: "o-1", n })));
    const race = await engine.race(racers, { seed, scheduled: true });
    const inOrder = race.commitOrder.map((i) => statuses(race)[i]);
    const first = inOrder.indexOf("closed");
    const isClosing = (i: number) => i % 4 === 0;
    race.commitOrder.forEach((racer, place) => {
      if (place < first) expect(inOrder[place]).toBe("appended");
      if (place > first) expect(inOrder[place]).toBe(isClosing(racer) ? "alreadyClosed" : "closed");
    });
    expect(await ids(engine)).toHaveLength(1 + first);
  });
});

describe("what may conflict and what must not", () => {
  test.each([
    ["two keys", { id: "o-1", key: "k-1" }, { id: "o-2", key: "k-2" }],
    ["a key and none", { id: "o-1", key: "k-1" }, { id: "o-2" }],
    ["a key and an event id", { id: "o-1", key: "k-1" }, { id: "o-2", eventId: "e-1" }],
  ])("ST-8 appends to two streams with %s share nothing", async (_, a, b) => {
    const engine = await start();
    expect(await engine.conflicts(appendTo(a), appendTo(b))).toEqual([]);
  });

  test("ST-8 two refusals share nothing but what they read", async () => {
    const engine = await start();
    await engine.call(appendTo({ id: "o-1", key: "k" }));
    const [a, b] = [1, 2].map((n) => appendTo({ id: `o-${n}`, n, key: "k" }));
    expect(await engine.conflicts(a!, b!)).toEqual([]);
  });

  test("ST-13 a closing conflicts with an append to its stream and one that asserts it, with no other", async () => {
    const engine = await start();
    for (const id of ["o-1", "o-2"]) await engine.call(appendTo({ id }));
    const conflictsWith = async (given: Given) =>
      (await engine.conflicts(closing("o-1"), appendTo(given))).length > 0;
    expect(await conflictsWith({ id: "o-1" })).toBe(true);
    expect(await conflictsWith({ id: "o-2", asserts: "o-1" })).toBe(true);
    expect(await conflictsWith({ id: "o-2" })).toBe(false);
    expect(await engine.conflicts(closing("o-1"), closing("o-2"))).toEqual([]);
  });

  test("ST-6 a reader on a stale snapshot conflicts with no append, another one with every append", async () => {
    const engine = await start();
    await engine.call(appendTo({ id: "o-1" }));
    const consuming = (useStaleSnapshot: boolean) => ({
      fn: ref.consume,
      args: { useStaleSnapshot },
    });
    expect(await engine.conflicts(consuming(true), appendTo({ id: "o-2" }))).toEqual([]);
    expect(await engine.conflicts(consuming(false), appendTo({ id: "o-2" }))).not.toEqual([]);
  });

  test("ST-6 PR-3 a reader of some buckets conflicts with appends to those only, on a stale snapshot with none", async () => {
    const engine = await start();
    const [own, other] = [bucketOf(stream("o-1")), bucketOf(stream("o-2"))];
    expect(own).not.toBe(other);
    const buckets = { from: own, to: own };
    const consuming = (useStaleSnapshot: boolean) => ({
      ...{ fn: ref.consume, args: { useStaleSnapshot, buckets } },
    });
    for (const id of ["o-1", "o-2"]) {
      expect(await engine.conflicts(consuming(true), appendTo({ id }))).toEqual([]);
    }
    expect(await engine.conflicts(consuming(false), appendTo({ id: "o-1" }))).not.toEqual([]);
    expect(await engine.conflicts(consuming(false), appendTo({ id: "o-2" }))).toEqual([]);
    const { footprint } = await engine.call(consuming(true));
    expect(footprint.reads).toEqual([]);
  });

  test("ST-6 a stale snapshot holds what was committed, and nothing of its own mutation", async () => {
    const engine = await start();
    await engine.call(appendTo({ id: "o-1" }));
    const consuming = (useStaleSnapshot: boolean) => ({
      ...{ fn: ref.consume, args: { useStaleSnapshot, appendsFirst: true } },
    });
    expect((await engine.call(consuming(true))).value).toBe(1);
    expect((await engine.call(consuming(false))).value).toBe(3);
  });
});
