import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { expectedRows, type LoggedEvent } from "./expectedRows.js";
import { Simulation } from "./Simulation.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const first = Number(process.env["FAULT_FIRST_SEED"] ?? 1);
const seeds = Array.from(
  { length: Number(process.env["FAULT_SEEDS"] ?? 100) },
  (_, n) => first + n,
);
const stepsPerSeed = 100;

test.each(seeds)(
  "PR-2 whatever goes wrong, every read model ends as a serial fold (seed %i)",
  async (seed) => {
    const simulation = await Simulation.start(seed);
    for (let step = 0; step < stepsPerSeed; step += 1) await simulation.step();
    await simulation.settle();
    const log = (await simulation.documents("eventStore", "events")) as unknown as LoggedEvent[];
    for (const [table, version] of [
      ["byJar", 2],
      ["byShelf", 1],
      ["byCoin", 1],
    ] as const) {
      const rows = await simulation.documents("", table);
      const shown = Object.fromEntries(
        rows.map(({ key, events, trail, version }) => [key, { events, trail, version }]),
      );
      expect(shown, `seed ${seed}, ${table}`).toEqual(expectedRows(log, table, version));
    }
  },
);
