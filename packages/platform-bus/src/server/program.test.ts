import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BusModel, type Try } from "./BusModel.test.js";
import type { Attempt, Ending, Outcome, Settlement } from "../contract/commands.js";
import {
  type App,
  attempt,
  begin,
  beginningOf,
  bus,
  complete,
  executed,
  failed,
  initConvexTest,
  inside,
  pass,
  purge,
  recordingOf,
  rejected,
  settle,
  status,
} from "./setup.test.js";

const tickMs = 1_000;
// convex-test gives commits of one millisecond distinct times, up to 1 ms later than the fake clock: time passes by a
// little more than a tick, so that whatever is due at the end of a tick is due.
const PASSING = tickMs + 2;
const noon = Date.UTC(2026, 10, 20, 12);
const commandIds = ["a", "b", "c"];
beforeEach(() => void vi.useFakeTimers({ now: noon, toFake: ["Date", "setTimeout"] }));
afterEach(() => void vi.useRealTimers());

type Step =
  | { do: "settle" | "begin"; of: Try }
  | { do: "run"; of: Try; outcome: Outcome }
  | { do: "complete"; id: string; outcome: Ending }
  | { do: "pass" | "skip"; ticks: number }
  | { do: "purge" };

const id = fc.constantFrom(...commandIds);
const ms = (most: number) => fc.integer({ min: 1, max: most }).map((ticks) => ticks * tickMs);
const of: fc.Arbitrary<Try> = fc.record({
  id,
  payload: fc.constantFrom("f-1", "f-1", "f-1", "f-2"),
  deadlineIn: ms(4),
  retentionMs: ms(6),
});
const act = <Name extends Step["do"]>(name: Name) => fc.constant(name);
const ticks = fc.integer({ min: 1, max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: act("settle"), of }),
  fc.record({ do: act("run"), of, outcome: fc.constantFrom(executed, rejected) }),
  { weight: 2, arbitrary: fc.record({ do: act("begin"), of }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: act("complete"),
      id,
      outcome: fc.constantFrom(executed, rejected, failed),
    }),
  },
  fc.record({ do: fc.constantFrom("pass" as const, "pass" as const, "skip" as const), ticks }),
  fc.record({ do: act("purge") }),
);
const programs = fc.array(step, { minLength: 1, maxLength: 40 });

const attemptOf = ({ id: commandId, payload: fingerprint }: Try): Attempt => ({
  ...attempt,
  commandId,
  fingerprint,
});

/** A bus on components, driven as the model is. */
class RealBus {
  readonly t: App = initConvexTest();

  async settle(given: Try) {
    return (await settle(this.t, attemptOf(given))).result;
  }

  run(given: Try, outcome: Outcome): Promise<Settlement> {
    const own = attemptOf(given);
    const { retentionMs } = given;
    return this.t.mutation(async (ctx) => {
      const settlement = await bus.settle(ctx, own);
      const recording = { ...recordingOf(outcome, own), retentionMs };
      if (settlement.status === "new") await bus.record(ctx, recording);
      return settlement;
    });
  }

  async begin(given: Try) {
    const { deadlineIn, retentionMs } = given;
    const beginning = beginningOf(Date.now() + deadlineIn, attemptOf(given));
    return (await begin(this.t, { ...beginning, retentionMs })).result;
  }

  async complete(commandId: string, outcome: Ending) {
    return (await complete(this.t, outcome, { ...attempt, commandId })).result;
  }

  async purge() {
    return (await purge(this.t)).result;
  }

  pass(by: number) {
    return pass(this.t, by);
  }

  async skip(by: number) {
    vi.setSystemTime(Date.now() + by);
  }
}

async function take(target: RealBus | BusModel, next: Step): Promise<unknown> {
  switch (next.do) {
    case "settle":
      return await target.settle(next.of);
    case "begin":
      return await target.begin(next.of);
    case "run":
      return await target.run(next.of, next.outcome);
    case "complete":
      return await target.complete(next.id, next.outcome);
    case "purge":
      return await target.purge();
    default:
      // Tick by tick, so that each job runs at its own time.
      for (let n = 0; n < next.ticks; n++) await target[next.do](PASSING);
      return null;
  }
}

function start() {
  vi.clearAllTimers();
  vi.setSystemTime(noon);
  const model = new BusModel();
  model.now = noon;
  return { real: new RealBus(), model };
}

async function expectSame(real: RealBus, model: BusModel) {
  for (const commandId of commandIds) {
    const shown = await status(real.t, { ...attempt, commandId });
    const row = model.rows.get(commandId);
    const known = row && { status: row.standing.status, outcome: row.standing };
    expect(shown).toMatchObject(known ?? { status: "unknown" });
  }
  const audited = await inside(real.t, (ctx) => ctx.db.query("misuses").take(1_000));
  expect(audited.map(({ commandId }) => commandId)).toEqual(model.misuses.map((row) => row.id));
}

const runs = { numRuns: 300, verbose: 1 } as const;

test("CB-3 CB-5 any program of commands, completions, purges and time does what the model does", async () => {
  const property = fc.asyncProperty(programs, async (program) => {
    const { real, model } = start();
    for (const next of program) {
      expect(await take(real, next)).toEqual(await take(model, next));
    }
    await expectSame(real, model);
  });
  await fc.assert(property, runs);
});

test("CB-5 in no program does an id run twice inside its window, whatever is purged", async () => {
  const property = fc.asyncProperty(programs, async (program) => {
    const { real } = start();
    const windows = new Map<string, { opensAgain: number; retentionMs: number }>();
    for (const next of program) {
      const answer = await take(real, next);
      if (next.do === "complete" && isStatus(answer, "completed")) {
        const { retentionMs } = windows.get(next.id)!;
        windows.set(next.id, { opensAgain: Date.now() + retentionMs, retentionMs });
      }
      if ((next.do !== "run" && next.do !== "begin") || !isStatus(answer, "new")) continue;
      const { id: own, deadlineIn, retentionMs } = next.of;
      expect(windows.get(own)?.opensAgain ?? 0).toBeLessThanOrEqual(Date.now());
      const atLeast = next.do === "begin" ? deadlineIn : retentionMs;
      windows.set(own, { opensAgain: Date.now() + atLeast, retentionMs });
    }
  });
  await fc.assert(property, runs);
});

test("CB-3 after any program nothing is pending once the deadlines have passed and the hourly sweep has run", async () => {
  const property = fc.asyncProperty(programs, async (program) => {
    const { real } = start();
    for (const next of program) await take(real, next);
    await real.skip(5 * PASSING);
    await real.purge();
    for (const commandId of commandIds) {
      expect((await status(real.t, { ...attempt, commandId })).status).not.toBe("pending");
    }
  });
  await fc.assert(property, runs);
});

function isStatus(value: unknown, expected: string): boolean {
  return (value as { status?: string } | null)?.status === expected;
}
