import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { expectedRows, type LoggedEvent } from "./expectedRows.js";
import { ServedRows } from "./ServedRows.js";
import { Simulation } from "./Simulation.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const first = Number(process.env["FAULT_FIRST_SEED"] ?? 1);
const count = Number(process.env["FAULT_SEEDS"] ?? 100);
const seeds = Array.from({ length: count }, (_, n) => first + n);
const stepsPerSeed = Number(process.env["FAULT_STEPS"] ?? 50);

/** The version each read model ends in: that of the last release. */
const versions = { byJar: 2, byShelf: 1, byCoin: 1 };

test.each(seeds)(
  "PR-2 whatever goes wrong, read models never go back and end as a serial fold (seed %i)",
  async (seed) => {
    const simulation = await Simulation.start(seed);
    const models = Object.keys(versions).map((table) => new ServedRows(simulation, table));
    for (let step = 0; step < stepsPerSeed; step += 1) {
      await simulation.step();
      for (const model of models) await model.look();
    }
    await simulation.settle();
    const log = (await simulation.documents("eventStore", "events")) as unknown as LoggedEvent[];
    for (const model of models) {
      const version = versions[model.table as keyof typeof versions];
      const expected = expectedRows(log, model.table, version);
      expect(await model.read(), `seed ${seed}, ${model.table}`).toEqual(expected);
    }
  },
);
