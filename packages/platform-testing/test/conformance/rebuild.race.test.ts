import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Operation } from "../../src/engine/frame/operation.js";
import { drain, loopOf, rowsIn } from "./consumerApp.js";
import {
  installs,
  reads,
  rebuild,
  startMeters,
  totals,
  verify,
  type RunningMeters,
} from "./meterApp.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const seeds = [1, 2, 3, 4, 5, 6];
const inline = totals({ version: 1, delivery: "inline" });
const asynchronous = totals({ version: 1, delivery: "async" });

/** The app with the meter "m" read once with 5 units, everything applied. */
async function asleep(first: ReturnType<typeof totals>): Promise<RunningMeters> {
  const meters = await startMeters(first);
  await meters.engine.call(installs("m", 5));
  await drain(meters);
  return meters;
}

/** Runs a loop until its next run ends what it builds. */
async function untilFlip(meters: RunningMeters, worker: string) {
  for (let step = 0; step < 20; step++) {
    const operation = await loopOf(meters, worker);
    const { writes } = await meters.engine.footprint(operation);
    const isFlip = writes.some(({ table }) => table === "projectionGenerations");
    const isMove = writes.some(({ table }) => table === "generations");
    if (isFlip || isMove) return operation;
    await meters.engine.call(operation);
  }
  throw new Error(`${worker} never serves what it builds.`);
}

const servedRows = async (meters: RunningMeters) => {
  const [served] = await rowsIn(meters, "", "projectionGenerations");
  const tenants = (served?.["tenants"] ?? []) as { generation: number }[];
  const generation = tenants[0]?.generation ?? served?.["generation"] ?? 0;
  const rows = await rowsIn(meters, "", "totals");
  return rows
    .filter((row) => row["generation"] === generation)
    .map(({ key, version, units, readings }) => ({ key, version, units, readings }));
};

const changes = [
  ["inline to inline", { from: inline, to: "inline" }],
  ["inline to async", { from: inline, to: "async" }],
  ["async to inline", { from: asynchronous, to: "inline" }],
  ["async to async", { from: asynchronous, to: "async" }],
] as const;

describe.each(changes)("a cut-over from %s", (name, { from, to }) => {
  /** The next run of the worker that builds version 2 is the one that serves it. */
  async function ready() {
    const meters = await asleep(from);
    meters.deploy(totals({ version: 2, delivery: to, replaces: from }));
    await meters.engine.call(reads("m", 1));
    await meters.engine.call(await loopOf(meters, "dispatcher"));
    const worker = from === inline ? "totals/1/0" : "totals/2/0";
    return { meters, flip: await untilFlip(meters, worker) };
  }

  test("RB-2 cannot commit as it is with a command that keeps what it replaces, or what it serves", async () => {
    const { meters, flip } = await ready();
    const between = await tablesBetween(meters, reads("m"), flip);
    expect(between).toEqual(name === "async to async" ? [] : flipAndCommand);
  });

  test.each(seeds)(
    "RB-2 and a command that race both end, and lose and repeat nothing (seed %i)",
    async (seed) => {
      const { meters, flip } = await ready();
      const race = await meters.engine.race([reads("m", 3), flip, installs("n", 7)], { seed });
      expect(race.outcomes.map(({ status }) => status)).toEqual(Array(3).fill("committed"));
      await drain(meters);
      expect(await servedRows(meters)).toEqual([
        { key: "m", version: 2, units: 18, readings: 3 },
        { key: "n", version: 2, units: 14, readings: 1 },
      ]);
    },
  );
});

/** Which tables make one of two operations run again when the other one commits first. */
async function tablesBetween({ engine }: RunningMeters, a: Operation, b: Operation) {
  const conflicts = await engine.conflicts(a, b);
  const told = conflicts.map(({ reader, range }) => [
    reader,
    // The first cut-over of a read model is noted in the row that every command reads, any other in its own row.
    range
      .split(" ")[0]!
      .split(".by_")[0]!
      .replace(/^app\.(platformState|projectionGenerations)$/, "what is served"),
  ]);
  return [...new Map(told.map((one) => [one.join(), one])).values()].sort();
}

const flipAndCommand = [
  ["app:readMeter", "what is served"],
  ["platformCore/batchWorker/loop:loop", "eventStore.events"],
];

describe.each([
  ["inline", inline],
  ["async", asynchronous],
] as const)("a rebuild of a read model that is %s", (name, first) => {
  const scopes = [
    ["all", {}],
    ["a tenant", { tenant: "" }],
    ["a key", { tenant: "", key: "m" }],
  ] as const;
  const built = first === inline ? "totals/1/0" : "totals/2/0";

  test.each(scopes.flatMap(([what, scope]) => seeds.map((seed) => [what, seed, scope] as const)))(
    "RB-1 of %s loses and repeats nothing of commands that race its end (seed %i)",
    async (_what, seed, scope) => {
      const meters = await asleep(first);
      await meters.engine.call(rebuild(scope));
      const flip = await untilFlip(meters, built);
      const others = first === inline ? [] : [await readyWorker(meters)];
      const race = await meters.engine.race([reads("m", 3), flip, ...others], { seed });
      expect(race.outcomes.every(({ status }) => status === "committed")).toBe(true);
      await meters.engine.call(reads("m", 4));
      await drain(meters);
      expect(await servedRows(meters)).toEqual([
        {
          key: "m",
          version: 1,
          units: name === "inline" ? 12 : 22,
          readings: name === "inline" ? 3 : 4,
        },
      ]);
    },
  );

  /** The live worker, with an event before it. */
  async function readyWorker(meters: RunningMeters) {
    await meters.engine.call(reads("m", 10));
    await meters.engine.call(await loopOf(meters, "dispatcher"));
    return await loopOf(meters, "totals/1/0");
  }

  test.each(scopes)(
    "RB-1 of %s: what follows the end of the log cannot commit as it is with an append",
    async (what, scope) => {
      const meters = await asleep(first);
      await meters.engine.call(rebuild(scope));
      const flip = await untilFlip(meters, built);
      const between = await tablesBetween(meters, reads("m"), flip);
      const theEnd = flipAndCommand.slice(1);
      const expected = what === "a key" ? expect.arrayContaining(theEnd) : flipAndCommand;
      expect(between).toEqual(first === inline ? expected : []);
    },
  );

  test("RB-1 conflicts with no command while it counts, builds and compares", async () => {
    const meters = await asleep(first);
    for (let n = 0; n < 12; n++) await meters.engine.call(reads("m", 1, 100));
    await drain(meters);
    for (const [operation, worker] of [
      [rebuild(), built],
      [verify(), first === inline ? "totals/2/0" : "totals/3/0"],
    ] as const) {
      await meters.engine.call(operation);
      for (let step = 0; step < 2; step++) {
        const loop = await loopOf(meters, worker);
        expect(await meters.engine.conflicts(reads("m"), loop)).toEqual([]);
        await meters.engine.call(loop);
      }
      await drain(meters);
    }
  });
});

test("PR-4 a builder conflicts with the worker of what is served only when it takes its place", async () => {
  const meters = await asleep(asynchronous);
  for (let n = 0; n < 12; n++) await meters.engine.call(reads("m", 1, 100));
  await drain(meters);
  await meters.engine.call(rebuild());
  await meters.engine.call(reads("m"));
  await meters.engine.call(await loopOf(meters, "dispatcher"));
  const live = await loopOf(meters, "totals/1/0");
  expect(await meters.engine.conflicts(live, await loopOf(meters, "totals/2/0"))).toEqual([]);
  const flip = await untilFlip(meters, "totals/2/0");
  expect(await tablesBetween(meters, live, flip)).toEqual([
    ["platformCore/batchWorker/loop:loop", "platformCore.cursors"],
    ["platformCore/batchWorker/loop:loop", "platformCore.generations"],
    ["platformCore/batchWorker/loop:loop", "what is served"],
  ]);
});
