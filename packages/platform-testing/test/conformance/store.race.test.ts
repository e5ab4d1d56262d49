import { EventStore, type AppendOutcome, type ComponentApi } from "@convex-es/platform-store";
import storeComponent from "@convex-es/platform-store/test";
import {
  componentsGeneric,
  defineSchema,
  defineTable,
  makeFunctionReference,
  mutationGeneric,
  queryGeneric,
  type DataModelFromSchemaDefinition,
  type FunctionReference,
  type MutationBuilder,
  type QueryBuilder,
} from "convex/server";
import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import { createEngine, type Engine } from "../../src/engine/createEngine.js";
import type { RaceReport } from "../../src/engine/race/race.js";

const components = componentsGeneric() as unknown as { eventStore: ComponentApi };
const store = new EventStore(components.eventStore);
const schema = defineSchema({
  seen: defineTable({ commitTs: v.int64(), ordinal: v.number(), id: v.string() }).index(
    "by_place",
    ["commitTs", "ordinal"],
  ),
});

type DataModel = DataModelFromSchemaDefinition<typeof schema>;
const mutation: MutationBuilder<DataModel, "public"> = mutationGeneric;
const query: QueryBuilder<DataModel, "public"> = queryGeneric;

const append = mutation({
  args: { appends: v.any(), fails: v.optional(v.boolean()) },
  handler: async (ctx, { appends, fails }) => {
    let outcome: AppendOutcome | null = null;
    for (const args of appends) outcome = await store.append(ctx, args);
    if (fails) throw new Error("after the append");
    return outcome;
  },
});

/** A reader that remembers the last position it saw, in the transaction that reads on from there. */
const consume = mutation({
  args: { limit: v.number() },
  handler: async (ctx, { limit }) => {
    const last = await ctx.db.query("seen").withIndex("by_place").order("desc").first();
    const after = last && { after: { commitTs: last.commitTs, ordinal: last.ordinal } };
    const { events, isDone } = await store.readLog(ctx, { ...after, limit });
    for (const { id, position } of events) {
      const { commitTs, ordinal } = position;
      await ctx.db.insert("seen", { commitTs: commitTs as bigint, ordinal, id });
    }
    return isDone;
  },
});

const log = query({
  args: {},
  handler: async (ctx) => (await store.readLog(ctx, { limit: 1000 })).events,
});
const seen = query({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.query("seen").withIndex("by_creation_time").collect()).map(({ id }) => id),
});

function queryReference<Result>(
  name: string,
): FunctionReference<"query", "public", Record<string, never>, Result> {
  return makeFunctionReference(name);
}

type Event = { id: string; streamId: string; version: number };
const app = {
  append: makeFunctionReference<"mutation">("app:append"),
  consume: makeFunctionReference<"mutation">("app:consume"),
  log: queryReference<Event[]>("app:log"),
  seen: queryReference<string[]>("app:seen"),
};

const start = () =>
  createEngine({
    "": {
      schema,
      modules: {
        "./_generated/api.ts": async () => ({}),
        "./app.ts": async () => ({ append, consume, log, seen }),
      },
    },
    eventStore: storeComponent,
  });

type Expectation = number | "none" | "exists" | "any";
type One = { tenant?: string; type?: string; expected?: Expectation; eventId?: string };

/** The arguments of an append of one tagged event, with a state. */
const argsOf = (
  streamId: string,
  { tenant = "", type: streamType = "Order", expected = "any", eventId }: One = {},
) => ({
  tenant,
  streams: [
    {
      ...{ streamType, streamId, expected },
      events: [
        {
          ...(eventId !== undefined && { id: eventId }),
          ...{ type: "OrderCreated", schemaVersion: 1, category: "domain", context: "orders" },
          ...{ payload: { n: 1 }, tags: [{ name: "customer", value: "c-1" }], occurredAt: 0 },
        },
      ],
      state: { shape: 1, value: "draft" },
    },
  ],
  metadata: { actor: "ann", correlationId: "corr-1", causationId: "cmd-1" },
});
const appendTo = (streamId: string, more?: One) => ({
  fn: app.append,
  args: { appends: [argsOf(streamId, more)] },
});
const asserting = (streamId: string, asserted: string, expected: Expectation) => ({
  fn: app.append,
  args: {
    appends: [
      { ...argsOf(streamId), asserts: [{ streamType: "Order", streamId: asserted, expected }] },
    ],
  },
});

const events = (engine: Engine) => engine.t.query(app.log, {});
const outcomes = (race: RaceReport) =>
  race.outcomes.map((end) => {
    if (end.status === "failed") return end.code;
    return (end.value as AppendOutcome | boolean | null) ?? "nothing";
  });
const statuses = (race: RaceReport) =>
  outcomes(race).map((end) => (typeof end === "object" ? end.status : end));

const N = 50;
const many = (count: number) => Array.from({ length: count }, (_, i) => i);

describe.each([1, 2, 3])("seed %i", (seed) => {
  test.each([0, "none", 1] as const)(
    "ST-2 of N concurrent appends expecting %s exactly one wins",
    async (expected) => {
      const engine = await start();
      if (expected === 1) await engine.call(appendTo("o-1"));
      const race = await engine.race(
        many(N).map(() => appendTo("o-1", { expected })),
        { seed },
      );
      const expectedStatuses = ["appended", ...Array<string>(N - 1).fill("conflict")];
      expect(statuses(race).sort()).toEqual(expectedStatuses);
      expect((await events(engine)).map(({ version }) => version)).toEqual(
        expected === 1 ? [1, 2] : [1],
      );
    },
  );

  test("ST-1 the losers of a race get the winner's event and its version", async () => {
    const engine = await start();
    const race = await engine.race(
      many(5).map(() => appendTo("o-1", { expected: 0 })),
      { seed },
    );
    const losers = outcomes(race).filter((_, i) => i !== race.commitOrder[0]);
    const conflict = { version: 1, eventsBetween: 1, events: [{ id: "Order:o-1:1" }] };
    for (const loser of losers) expect(loser).toMatchObject({ conflicts: [conflict] });
  });

  test("ST-2 concurrent appends to one stream without expectation make versions 1 to N", async () => {
    const engine = await start();
    const race = await engine.race(
      many(N).map(() => appendTo("o-1")),
      { seed, scheduled: true },
    );
    expect(new Set(statuses(race))).toEqual(new Set(["appended"]));
    expect((await events(engine)).map(({ version }) => version)).toEqual(many(N).map((i) => i + 1));
  });

  test("ST-3 positions follow the order of commits, not of begins", async () => {
    const engine = await start();
    const race = await engine.race(
      many(20).map((i) => appendTo(`o-${i}`)),
      { seed },
    );
    expect(race.commitOrder).not.toEqual(many(20));
    expect((await events(engine)).map(({ streamId }) => streamId)).toEqual(
      race.commitOrder.map((i) => `o-${i}`),
    );
  });

  test("ST-3 a reader never misses an event, whatever slow or failed transaction runs beside it", async () => {
    const engine = await start();
    const writers = many(24).map((i) => ({
      fn: app.append,
      args: {
        appends: [argsOf(`o-${i % 8}`), argsOf(`p-${i}`), argsOf(`o-${i % 8}`)],
        fails: i % 5 === 0,
      },
    }));
    const readers = many(12).map((i) => ({ fn: app.consume, args: { limit: (i % 4) + 1 } }));
    const race = await engine.race([...writers, ...readers], { seed, scheduled: true });
    const written = many(24).filter((i) => i % 5 !== 0).length * 3;
    expect(statuses(race).filter((status) => status === "THREW")).toHaveLength(5);
    const inRace = await engine.t.query(app.seen, {});
    expect(inRace.length).toBeGreaterThan(0);
    while (!(await engine.call({ fn: app.consume, args: { limit: 5 } })).value);
    const ids = (await events(engine)).map(({ id }) => id);
    expect(ids).toHaveLength(written);
    expect(await engine.t.query(app.seen, {})).toEqual(ids);
  });

  test("ST-3 N concurrent appends to streams of their own never wait for each other", async () => {
    const engine = await start();
    await engine.call(appendTo("before"));
    const race = await engine.race(
      many(N).map((i) => appendTo(`o-${i}`)),
      { seed },
    );
    expect(race.rounds).toBe(1);
    expect(race.outcomes.flatMap((end) => end.conflicts)).toEqual([]);
    expect(await events(engine)).toHaveLength(N + 1);
  });
});

test("ST-4 an assertion holds at the commit, whichever of the two commits first", async () => {
  const firsts = new Set<number | undefined>();
  for (const seed of many(6)) {
    const engine = await start();
    await engine.call(appendTo("customer"));
    const race = await engine.race(
      [asserting("o-1", "customer", 1), appendTo("customer", { expected: 1 })],
      { seed },
    );
    const isFirst = race.commitOrder[0] === 0;
    expect(statuses(race)).toEqual([isFirst ? "appended" : "conflict", "appended"]);
    expect((await events(engine)).slice(1).map(({ id }) => id)).toEqual(
      isFirst ? ["Order:o-1:1", "Order:customer:2"] : ["Order:customer:2"],
    );
    firsts.add(race.commitOrder[0]);
  }
  expect(firsts.size).toBe(2);
});

describe("unrelated appends", () => {
  test.each([
    ["two new streams", appendTo("new-1"), appendTo("new-2")],
    ["two old streams", appendTo("o-1"), appendTo("o-2")],
    ["an old and a new stream", appendTo("o-1"), appendTo("new-1")],
    ["a stream and one whose id continues its id", appendTo("o-1"), appendTo("o-11")],
    ["one id of two types", appendTo("new-1"), appendTo("new-1", { type: "Cart" })],
    ["one id of two tenants", appendTo("o-1"), appendTo("o-1", { tenant: "acme" })],
    [
      "two ids given by callers",
      appendTo("o-1", { eventId: "e-1" }),
      appendTo("o-2", { eventId: "e-2" }),
    ],
    ["one that asserts the other's neighbour", asserting("o-1", "o-3", 1), appendTo("o-2")],
    ["two that assert the same stream", asserting("o-1", "o-3", 1), asserting("o-2", "o-3", 1)],
  ])("ST-3 share no document and no range: %s", async (_, a, b) => {
    const engine = await start();
    for (const id of ["o-1", "o-2", "o-3"]) await engine.call(appendTo(id));
    expect(await engine.conflicts(a, b)).toEqual([]);
  });

  test("ST-3 only the head of the stream makes two appends to one stream conflict", async () => {
    const engine = await start();
    await engine.call(appendTo("o-1"));
    const conflicts = await engine.conflicts(appendTo("o-1"), appendTo("o-1"));
    expect(conflicts.length).toBeGreaterThan(0);
    for (const { range } of conflicts) expect(range).toContain("streams");
  });

  test("ST-3 two appends that give one event the same id conflict", async () => {
    const engine = await start();
    const [a, b] = ["o-1", "o-2"].map((id) => appendTo(id, { eventId: "e-1" }));
    expect((await engine.conflicts(a!, b!)).length).toBeGreaterThan(0);
  });
});
