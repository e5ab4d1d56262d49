import { CommandBus, type ComponentApi, type Outcome } from "@convex-es/platform-bus";
import busComponent from "@convex-es/platform-bus/test";
import {
  componentsGeneric,
  defineSchema,
  defineTable,
  makeFunctionReference,
  mutationGeneric,
  queryGeneric,
} from "convex/server";
import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import { createEngine } from "../../src/engine/createEngine.js";
import type { RaceReport } from "../../src/engine/race/race.js";

const components = componentsGeneric() as unknown as { commandBus: ComponentApi };
const bus = new CommandBus(components.commandBus);
const schema = defineSchema({ runs: defineTable({ commandId: v.string() }) });

/** The smallest app that runs a command once: settle, do something, record. */
const place = mutationGeneric({
  args: { commandId: v.string(), fingerprint: v.string(), actorId: v.string() },
  handler: async (ctx, args) => {
    const attempt = { tenant: "", type: "placeOrder", ...args };
    const settlement = await bus.settle(ctx, attempt);
    if (settlement.status !== "new") return settlement;
    await ctx.db.insert("runs", { commandId: args.commandId });
    const position = { commitTs: ctx.db.vars.commitTs, ordinal: 0, store: "eventStore" };
    const outcome: Outcome = { status: "executed", version: 1, position, events: [] };
    const causes = { correlationId: args.commandId, causationId: null, startedAt: 0 };
    await bus.record(ctx, { ...attempt, ...causes, outcome });
    return { status: "executed", outcome };
  },
});

const countRuns = queryGeneric({
  args: {},
  handler: async (ctx) => (await ctx.db.query("runs").collect()).length,
});
const app = {
  place: makeFunctionReference<"mutation">("app:place"),
  countRuns: makeFunctionReference<"query">("app:countRuns"),
};

const start = () =>
  createEngine({
    "": {
      schema,
      modules: {
        "./_generated/api.ts": async () => ({}),
        "./app.ts": async () => ({ place, countRuns }),
      },
    },
    commandBus: busComponent,
  });

const command = (commandId: string, other: { fingerprint?: string; actorId?: string } = {}) => ({
  fn: app.place,
  args: { commandId, fingerprint: "f", actorId: "ann", ...other },
});

const K = 50;
const commandsOf = (ids: string[]) => ids.map((id) => command(id));
const same = () => commandsOf(Array<string>(K).fill("c-1"));
const values = (race: RaceReport) =>
  race.outcomes.map((end) => (end.status === "committed" ? end.value : end.code));
const winner = (race: RaceReport) => values(race)[race.commitOrder[0] ?? -1];

describe.each([1, 2, 3])("seed %i", (seed) => {
  test("CB-1 of K concurrent commands with one id exactly one runs", async () => {
    const engine = await start();
    const race = await engine.race(same(), { seed });
    const executed = values(race).filter((value) => isStatus(value, "executed"));
    expect(executed).toHaveLength(1);
    expect(await engine.t.query(app.countRuns, {})).toBe(1);
  });

  test("CB-1 the K-1 others get the winner's outcome, its resolved position included", async () => {
    const engine = await start();
    const race = await engine.race(same(), { seed });
    const { outcome } = winner(race) as { outcome: Outcome };
    const others = values(race).filter((value) => !isStatus(value, "executed"));
    expect(others).toEqual(Array(K - 1).fill({ status: "settled", outcome }));
    expect(outcome).toHaveProperty("position.commitTs", expect.any(BigInt));
  });

  test("CB-1 a loser is run again once, because of the winner's record and nothing else", async () => {
    const engine = await start();
    const race = await engine.race(same(), { seed });
    const losers = race.outcomes.filter((_, index) => index !== race.commitOrder[0]);
    expect(losers.map((loser) => loser.attempts)).toEqual(Array(K - 1).fill(2));
    const ranges = new Set(losers.flatMap((loser) => loser.conflicts.map(({ range }) => range)));
    expect([...ranges]).toEqual([expect.stringMatching(/commands.*by_command/)]);
  });

  test("CB-1 a later duplicate race writes nothing", async () => {
    const engine = await start();
    await engine.race(same(), { seed });
    const { footprint } = await engine.call(command("c-1"));
    expect(footprint.writes).toEqual([]);
    const again = await engine.race(same(), { seed });
    expect(again.outcomes.every((end) => end.attempts === 1)).toBe(true);
    expect(await engine.t.query(app.countRuns, {})).toBe(1);
  });

  test("CB-2 concurrent callers of one id: one runs, the rest are refused, nobody sees the outcome", async () => {
    const engine = await start();
    const callers = Array.from({ length: K }, (_, n) => command("c-1", { actorId: `user-${n}` }));
    const race = await engine.race(callers, { seed });
    const others = values(race).filter((value) => !isStatus(value, "executed"));
    expect(others).toEqual(Array(K - 1).fill({ status: "reused", differs: "caller" }));
    const misuses = await engine.t.query((ctx) => bus.listMisuses(ctx, { tenant: "", limit: K }));
    expect(misuses).toHaveLength(K - 1);
  });

  test("CB-2 concurrent payloads under one id: only the first to commit runs", async () => {
    const engine = await start();
    const payloads = [command("c-1", { fingerprint: "a" }), command("c-1", { fingerprint: "b" })];
    const race = await engine.race(payloads, { seed });
    expect(values(race)).toContainEqual({ status: "reused", differs: "payload" });
    expect(await engine.t.query(app.countRuns, {})).toBe(1);
  });

  test("CB-1 K concurrent commands with ids of their own never wait for each other", async () => {
    const engine = await start();
    const ids = Array.from({ length: K }, (_, n) => `c-${n}`);
    const race = await engine.race(commandsOf(ids), { seed });
    expect(race.rounds).toBe(1);
    expect(race.outcomes.flatMap((end) => end.conflicts)).toEqual([]);
    expect(await engine.t.query(app.countRuns, {})).toBe(K);
  });
});

describe("conflicts", () => {
  test.each([
    ["neighbouring ids", "c-1", "c-2"],
    ["an id and its prefix", "c-1", "c"],
    ["ids that differ in case", "c-1", "C-1"],
  ])("CB-1 two new commands share no range: %s", async (_, a, b) => {
    const engine = await start();
    expect(await engine.conflicts(command(a), command(b))).toEqual([]);
  });

  test("CB-1 two new commands with one id conflict on that id only", async () => {
    const engine = await start();
    const conflicts = await engine.conflicts(command("c-1"), command("c-1"));
    expect(conflicts.map(({ range }) => range)).toEqual(
      Array(conflicts.length).fill(expect.stringContaining("c-1")),
    );
    expect(conflicts.length).toBeGreaterThan(0);
  });

  test("CB-2 two misuses of one id conflict neither with each other nor with a repeat", async () => {
    const engine = await start();
    await engine.call(command("c-1"));
    const misuse = command("c-1", { actorId: "eve" });
    expect(await engine.conflicts(misuse, misuse)).toEqual([]);
    expect(await engine.conflicts(misuse, command("c-1"))).toEqual([]);
  });
});

function isStatus(value: unknown, status: string): boolean {
  return (
    typeof value === "object" && value !== null && "status" in value && value.status === status
  );
}
