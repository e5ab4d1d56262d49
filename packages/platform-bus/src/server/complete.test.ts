import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { outcomeLimits } from "../contract/checks.js";
import type { Ending } from "../contract/commands.js";
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
  record,
  recordingOf,
  rejected,
  settle,
  status,
  sweep,
} from "./setup.test.js";

const noon = Date.UTC(2026, 10, 20, 12);
const minuteMs = 60_000;
const deadline = noon + minuteMs;
const overdue = {
  status: "failed",
  code: "DEADLINE_EXCEEDED",
  message: "The command was not completed before its deadline, 2026-11-20T12:01:00.000Z.",
  details: { deadline },
};
const jobs = async (t: App) => {
  const found = await inside(t, (ctx) => ctx.db.system.query("_scheduled_functions").take(1_000));
  return found.map((job) => job.state.kind);
};
beforeEach(() => void vi.useFakeTimers({ now: noon, toFake: ["Date", "setTimeout"] }));
afterEach(() => void vi.useRealTimers());

async function appWithPending() {
  const t = initConvexTest();
  await begin(t, beginningOf(deadline));
  return t;
}

describe("a completion in time", () => {
  test.each<[string, Ending]>([
    ["executed", executed],
    ["rejected", rejected],
    ["failed", failed],
  ])("CB-3 a pending command is completed as %s, which every repeat gets", async (_, outcome) => {
    const t = await appWithPending();
    expect((await complete(t, outcome)).result).toEqual({ status: "completed" });
    expect(await status(t)).toMatchObject({ status: outcome.status, outcome });
    expect((await settle(t)).result).toEqual({ status: "settled", outcome });
  });

  test("CB-3 a completion cancels the deadline: the outcome stands when it comes", async () => {
    const t = await appWithPending();
    await complete(t, executed);
    expect(await jobs(t)).toEqual(["canceled"]);
    await pass(t, 2 * minuteMs);
    expect(await status(t)).toMatchObject({ status: "executed", outcome: executed });
  });

  test("CB-3 a completion counts although its deadline job is lost without a trace", async () => {
    const t = await appWithPending();
    await inside(t, async (ctx) => {
      for (const job of await ctx.db.system.query("_scheduled_functions").take(1_000)) {
        await ctx.db.delete("_scheduled_functions" as never, job._id as never);
      }
    });
    expect((await complete(t, executed)).result).toEqual({ status: "completed" });
    expect(await status(t)).toMatchObject({ status: "executed" });
  });

  test("CB-3 a completion one millisecond before the deadline counts", async () => {
    const t = await appWithPending();
    vi.setSystemTime(deadline - 1);
    expect((await complete(t, executed)).result).toEqual({ status: "completed" });
  });

  test("CB-3 a completion carries the position that its commit fills in", async () => {
    const t = await appWithPending();
    const { tenant, commandId } = attempt;
    const position = await t.mutation(async (ctx) => {
      const own = { commitTs: ctx.db.vars.commitTs, ordinal: 3, store: "eventStore" };
      await bus.complete(ctx, { tenant, commandId, outcome: { ...executed, position: own } });
      return own;
    });
    expect(position.commitTs).toBeTypeOf("bigint");
    expect(await status(t)).toMatchObject({ outcome: { ...executed, position } });
  });

  test("CB-3 a completion reaches its command from an action", async () => {
    const t = await appWithPending();
    const { tenant, commandId } = attempt;
    const completing = { tenant, commandId, outcome: executed };
    const completion = await t.action((ctx) => bus.complete(ctx, completing));
    expect(completion).toEqual({ status: "completed" });
  });

  test("CB-3 a mutation that throws after completing leaves the command pending, its deadline in force", async () => {
    const t = await appWithPending();
    const { tenant, commandId } = attempt;
    const dying = t.mutation(async (ctx) => {
      await bus.complete(ctx, { tenant, commandId, outcome: executed });
      throw new Error("lost power");
    });
    await expect(dying).rejects.toThrow("lost power");
    expect(await status(t)).toMatchObject({ status: "pending" });
    await pass(t, minuteMs);
    expect(await status(t)).toMatchObject({ status: "failed" });
  });

  test("CB-3 a completion whose outcome is too large is refused, and the command stays pending", async () => {
    const t = await appWithPending();
    const outcome = { ...failed, details: "x".repeat(outcomeLimits.bytes) };
    const data = { code: "OUTCOME_TOO_LARGE" };
    await expect(complete(t, outcome)).rejects.toMatchObject({ data });
    expect(await status(t)).toMatchObject({ status: "pending" });
  });
});

describe("a completion that does not count", () => {
  test("CB-3 a second completion changes nothing and is told how the first one ended", async () => {
    const t = await appWithPending();
    await complete(t, executed);
    const before = await status(t);
    vi.setSystemTime(noon + 1_000);
    const { result, cost } = await complete(t, rejected);
    expect(result).toEqual({ status: "settled", outcome: executed });
    expect(cost).toEqual({ ranges: 1, read: 1, written: 0 });
    expect(await status(t)).toEqual(before);
  });

  test("CB-3 a completion of a command that was recorded at once is told its outcome", async () => {
    const t = initConvexTest();
    await record(t, recordingOf(rejected));
    const { result } = await complete(t, executed);
    expect(result).toEqual({ status: "settled", outcome: rejected });
  });

  test("CB-3 a completion of an id that was never begun is told that it is unknown, and records nothing", async () => {
    const t = initConvexTest();
    expect((await complete(t, executed)).result).toEqual({ status: "unknown" });
    expect(await status(t)).toEqual({ status: "unknown" });
  });

  test("CB-3 a completion in another tenant does not reach the command", async () => {
    const t = await appWithPending();
    const other = { ...attempt, tenant: "globex" };
    expect((await complete(t, executed, other)).result).toEqual({ status: "unknown" });
    expect(await status(t)).toMatchObject({ status: "pending" });
  });
});

describe("the deadline", () => {
  test("CB-3 a command that nobody completes is failed at its deadline, not before", async () => {
    const t = await appWithPending();
    await pass(t, minuteMs - 1);
    expect(await status(t)).toMatchObject({ status: "pending" });
    await pass(t, 1);
    expect(await status(t)).toMatchObject({
      status: "failed",
      outcome: overdue,
      timing: { recordedAt: deadline },
    });
  });

  test("CB-3 a repeat after the deadline gets the failure", async () => {
    const t = await appWithPending();
    await pass(t, minuteMs);
    expect((await settle(t)).result).toEqual({ status: "settled", outcome: overdue });
  });

  test("CB-3 a completion after the deadline is told that the command has failed", async () => {
    const t = await appWithPending();
    await pass(t, minuteMs);
    const { result, cost } = await complete(t, executed);
    expect(result).toEqual({ status: "settled", outcome: overdue });
    expect(cost.written).toBe(0);
  });

  test.each([0, 1])(
    "CB-3 a completion %i ms after the deadline that overtakes its job fails the command itself",
    async (late) => {
      const t = await appWithPending();
      vi.setSystemTime(deadline + late);
      expect((await complete(t, executed)).result).toEqual({ status: "settled", outcome: overdue });
      expect(await status(t)).toMatchObject({ status: "failed", outcome: overdue });
    },
  );

  test("CB-3 a deadline job that comes after all changes nothing", async () => {
    const t = await appWithPending();
    vi.setSystemTime(deadline);
    await complete(t, executed);
    const before = await status(t);
    await pass(t, 2 * minuteMs);
    expect(await jobs(t)).toEqual(["success"]);
    expect(await status(t)).toEqual(before);
  });

  test("CB-3 a lost deadline job is made up for by the hourly sweep", async () => {
    const t = await appWithPending();
    vi.setSystemTime(deadline + 1);
    expect(await status(t)).toMatchObject({ status: "pending" });
    await sweep(t);
    expect(await status(t)).toMatchObject({ status: "failed", outcome: overdue });
  });

  test("CB-3 a deadline job that comes late does not touch a later command under the same id", async () => {
    const t = initConvexTest();
    await begin(t, { ...beginningOf(deadline), retentionMs: 1 });
    vi.setSystemTime(deadline);
    await sweep(t);
    vi.setSystemTime(deadline + 1);
    await sweep(t);
    expect((await begin(t, beginningOf(deadline + 5 * minuteMs))).result).toEqual({
      status: "new",
    });
    await pass(t, 2 * minuteMs);
    expect(await jobs(t)).toEqual(["success", "pending"]);
    expect(await status(t)).toMatchObject({ status: "pending" });
  });

  test("CB-3 the sweep leaves a command alone whose deadline has not come", async () => {
    const t = await appWithPending();
    vi.setSystemTime(deadline - 1);
    await sweep(t);
    expect(await status(t)).toMatchObject({ status: "pending" });
  });
});
