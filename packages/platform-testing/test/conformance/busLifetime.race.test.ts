import { CommandBus, type ComponentApi, type Outcome } from "@convex-es/platform-bus";
import busComponent from "@convex-es/platform-bus/test";
import {
  componentsGeneric,
  defineSchema,
  defineTable,
  mutationGeneric,
  queryGeneric,
} from "convex/server";
import { v } from "convex/values";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { overlaps } from "../../src/engine/race/conflicts.js";
import { createEngine, type Engine } from "../../src/engine/createEngine.js";
import type { Operation } from "../../src/engine/frame/operation.js";
import type { RaceReport } from "../../src/engine/race/race.js";

const components = componentsGeneric() as unknown as { commandBus: ComponentApi };
const bus = new CommandBus(components.commandBus);
const schema = defineSchema({ runs: defineTable({ commandId: v.string() }) });

const now = Date.UTC(2026, 10, 20, 12);
const retention = 60_000;
const patience = 30_000;
const deadline = now + patience;
beforeEach(() => void vi.useFakeTimers({ now, toFake: ["Date", "setTimeout"] }));
afterEach(() => void vi.useRealTimers());

const startedAs = (commandId: string, correlationId: string) => ({
  attempt: { tenant: "", commandId, type: "pay", fingerprint: "f", actorId: "ann" },
  causes: { correlationId, causationId: null, startedAt: 0, retentionMs: retention },
});
const executed = (version: number): Outcome => ({
  status: "executed",
  version,
  position: null,
  events: [],
});

/** An app with commands that run at once, commands that take their time, and a purge. */
const functions = {
  run: mutationGeneric({
    args: { commandId: v.string() },
    handler: async (ctx, { commandId }) => {
      const { attempt, causes } = startedAs(commandId, "runs");
      const settlement = await bus.settle(ctx, attempt);
      if (settlement.status !== "new") return settlement;
      await ctx.db.insert("runs", { commandId });
      await bus.record(ctx, { ...attempt, ...causes, outcome: executed(1) });
      return { status: "ran" };
    },
  }),
  begin: mutationGeneric({
    args: { commandId: v.string() },
    handler: (ctx, { commandId }) => {
      const { attempt, causes } = startedAs(commandId, "jobs");
      return bus.begin(ctx, { ...attempt, ...causes, deadline: Date.now() + patience });
    },
  }),
  complete: mutationGeneric({
    args: { commandId: v.string(), version: v.number() },
    handler: (ctx, { commandId, version }) =>
      bus.complete(ctx, { tenant: "", commandId, outcome: executed(version) }),
  }),
  purge: mutationGeneric({ args: {}, handler: (ctx) => bus.purge(ctx) }),
  status: queryGeneric({
    args: { commandId: v.string() },
    handler: (ctx, { commandId }) => bus.status(ctx, { tenant: "", commandId }),
  }),
  list: queryGeneric({
    args: { correlationId: v.string() },
    handler: (ctx, { correlationId }) =>
      bus.listByCorrelation(ctx, { tenant: "", correlationId, cursor: null, limit: 10 }),
  }),
};

const run = (commandId: string) => ({ fn: "app:run", args: { commandId } });
const begin = (commandId: string) => ({ fn: "app:begin", args: { commandId } });
const complete = (commandId: string, version = 1) => ({
  fn: "app:complete",
  args: { commandId, version },
});
const purge = { fn: "app:purge" };
const status = (commandId: string) => ({ fn: "app:status", args: { commandId } });
const list = (correlationId: string) => ({ fn: "app:list", args: { correlationId } });

async function startWith(...operations: Operation[]) {
  const modules = {
    "./_generated/api.ts": async () => ({}),
    "./app.ts": async () => functions,
  };
  const engine = await createEngine({ "": { schema, modules }, commandBus: busComponent });
  for (const operation of operations) await engine.call(operation);
  return engine;
}

const K = 50;
const values = (race: RaceReport) =>
  race.outcomes.map((end) => (end.status === "committed" ? end.value : end.code));
const without = (race: RaceReport, unwanted: string) =>
  values(race).filter((value) => (value as { status: string }).status !== unwanted);
const valueOf = async (engine: Engine, operation: Operation) =>
  (await engine.call(operation)).value;

describe.each([1, 2, 3, 4])("seed %i", (seed) => {
  test("CB-3 of K concurrent completions exactly one counts, and the others are told its outcome", async () => {
    const engine = await startWith(begin("c-1"));
    const completions = Array.from({ length: K }, (_, version) => complete("c-1", version));
    const race = await engine.race(completions, { seed });
    const outcome = executed(race.commitOrder[0] ?? -1);
    const others = without(race, "completed");
    expect(others).toEqual(Array(K - 1).fill({ status: "settled", outcome }));
    expect(await valueOf(engine, status("c-1"))).toMatchObject({ outcome });
  });

  test("CB-3 of K concurrent beginnings under one id exactly one is new", async () => {
    const engine = await startWith();
    const beginnings = Array.from({ length: K }, () => begin("c-1"));
    const race = await engine.race(beginnings, { seed });
    expect(without(race, "new")).toEqual(Array(K - 1).fill({ status: "pending", deadline }));
  });

  test("CB-3 a completion and the purge racing at the deadline agree that the command has failed", async () => {
    const engine = await startWith(begin("c-1"));
    vi.setSystemTime(deadline);
    const race = await engine.race([complete("c-1"), purge], { seed });
    const outcome = { status: "failed", code: "DEADLINE_EXCEEDED" };
    expect(values(race)[0]).toMatchObject({ status: "settled", outcome });
    expect(await valueOf(engine, status("c-1"))).toMatchObject({ outcome });
  });

  test("CB-5 a repeat racing with purges inside the window gets the outcome and never waits", async () => {
    const engine = await startWith(run("c-0"), run("c-1"));
    // convex-test's clock is 1 ms ahead after several commits in one millisecond.
    vi.setSystemTime(now + retention - 2);
    const race = await engine.race([purge, run("c-1"), purge, run("c-0")], { seed });
    const settled = { status: "settled", outcome: executed(1) };
    expect([values(race)[1], values(race)[3], race.rounds]).toEqual([settled, settled, 1]);
  });

  test("CB-5 repeats of an expired command racing with a purge get the outcome before it, and run once after it", async () => {
    const engine = await startWith(run("c-1"));
    vi.setSystemTime(now + retention);
    const repeats = Array.from({ length: 4 }, () => run("c-1"));
    const race = await engine.race([...repeats, purge], { seed });
    const purged = race.commitOrder.indexOf(repeats.length);
    const after = race.commitOrder.slice(purged + 1).map((index) => values(race)[index]);
    const settled = { status: "settled", outcome: executed(1) };
    const ran = after.length > 0 ? [{ status: "ran" }] : [];
    expect(after).toEqual([...ran, ...Array(Math.max(0, after.length - 1)).fill(settled)]);
    expect(without(race, "ran")).toContainEqual({ deleted: 1, failed: 0, more: false });
    expect(await valueOf(engine, list("runs"))).toMatchObject({ commands: { length: ran.length } });
  });
});

describe("conflicts", () => {
  test("CB-5 a purge that deletes shares no range with commands that are recorded or begun", async () => {
    const engine = await startWith(run("c-1"));
    vi.setSystemTime(now + retention);
    expect(await engine.conflicts(purge, run("c-2"))).toEqual([]);
    expect(await engine.conflicts(purge, begin("c-3"))).toEqual([]);
    expect(await valueOf(engine, purge)).toMatchObject({ deleted: 1 });
  });

  test("CB-3 commands of one correlation are begun and completed side by side", async () => {
    const engine = await startWith(begin("c-1"), begin("c-2"));
    expect(await engine.conflicts(begin("c-3"), begin("c-4"))).toEqual([]);
    expect(await engine.conflicts(complete("c-1"), complete("c-2"))).toEqual([]);
  });

  test("CB-4 a live status re-runs when its own command begins or ends, and for no other", async () => {
    const engine = await startWith(begin("c-1"), begin("c-2"));
    expect(await reruns(engine, status("c-1"), complete("c-1"))).toBe(true);
    expect(await reruns(engine, status("c-3"), begin("c-3"))).toBe(true);
    expect(await reruns(engine, status("c-1"), complete("c-2"))).toBe(false);
    expect(await reruns(engine, status("c-1"), run("c-3"))).toBe(false);
  });

  test("CB-4 a live correlation re-runs when one of its commands begins or ends, and for no other", async () => {
    const engine = await startWith(begin("c-1"));
    expect(await reruns(engine, list("jobs"), begin("c-2"))).toBe(true);
    expect(await reruns(engine, list("jobs"), complete("c-1"))).toBe(true);
    expect(await reruns(engine, list("jobs"), run("c-3"))).toBe(false);
  });
});

/** Whether a live query would run again because of a mutation. */
async function reruns(engine: Engine, live: Operation, mutation: Operation) {
  const { reads } = await engine.footprint(live);
  const { writes } = await engine.footprint(mutation);
  return overlaps(reads, writes).length > 0;
}
