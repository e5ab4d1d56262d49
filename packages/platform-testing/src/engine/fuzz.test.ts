import type { Value } from "convex/values";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { overlaps } from "./race/conflicts.js";
import { createEngine, type Engine } from "./createEngine.js";
import { fuzzApp } from "../../test/engineApp/fuzzApp.js";
import {
  fuzzEpoch,
  pageStep,
  program,
  readStep,
  writeStep,
} from "../../test/engineApp/fuzzSteps.js";

beforeEach(() => {
  vi.useFakeTimers({ now: fuzzEpoch, toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const run = (engine: Engine, steps: unknown) =>
  engine.call({ fn: "fuzz:run", args: { steps: steps as Value, fail: false } });
const read = (engine: Engine, step: unknown) =>
  engine.call({ fn: "fuzz:read", args: { step: step as Value } });
const page = (engine: Engine, step: unknown) =>
  engine.call({ fn: "fuzz:page", args: { step: step as Value, cursor: null } });
// Of a page only its rows: convex-test looks one row ahead to say isDone, the backend does not.
const shown = (value: unknown) =>
  JSON.stringify((value as { page?: unknown })?.page ?? value, printed);

test.each([1, 2, 3])("the mirror answers as convex-test does (seed %i)", async (seed) => {
  const history = fc.array(program, { minLength: 1, maxLength: 6 });
  const property = fc.asyncProperty(
    history,
    fc.array(readStep, { maxLength: 4 }),
    async (transactions, reads) => {
      const engines = await Promise.all(
        [false, true].map((mirror) => createEngine(fuzzApp, { mirror })),
      );
      const [plain, mirrored] = await Promise.all(
        engines.map(async (engine) => {
          const results: unknown[] = [];
          for (const steps of transactions) results.push(await run(engine, steps));
          for (const step of reads) results.push(await read(engine, step));
          return results;
        }),
      );
      expect(mirrored).toEqual(plain);
    },
  );
  await fc.assert(property, { seed, numRuns: 120 });
});

test.each([1, 2, 3])(
  "no write that changes the result of a query is outside of its read set (seed %i)",
  async (seed) => {
    const seen = { changed: 0 };
    const property = fc.asyncProperty(
      fc.record({
        given: fc.array(writeStep, { maxLength: 8 }),
        step: fc.oneof(readStep, pageStep),
        change: fc.array(writeStep, { minLength: 1, maxLength: 2 }),
        mirror: fc.boolean(),
      }),
      async ({ given, step, change, mirror }) => {
        const engine = await createEngine(fuzzApp, { mirror });
        await run(engine, given);
        const look = step.op === "page" ? page : read;
        const before = await look(engine, step);
        const { footprint } = await run(engine, change);
        const after = await look(engine, step);
        if (shown(before.value) === shown(after.value)) return;
        seen.changed += 1;
        expect(overlaps(before.footprint.reads, footprint.writes)).not.toEqual([]);
      },
    );
    await fc.assert(property, { seed, numRuns: 400 });
    expect(seen.changed).toBeGreaterThan(50);
  },
);

const printed = (_key: string, value: unknown) => (typeof value === "bigint" ? `${value}n` : value);
