import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { defaultRetentionMs, maxRetentionMs } from "../contract/checks.js";
import crons from "../component/crons.js";
import { purgeBatch } from "./purge.js";
import {
  type App,
  attempt,
  begin,
  beginningOf,
  bus,
  complete,
  executed,
  initConvexTest,
  inside,
  misuses,
  pass,
  purge,
  record,
  recordingOf,
  rejected,
  settle,
  status,
  sweep,
} from "./setup.test.js";

const noon = Date.UTC(2026, 10, 20, 12);
const hourMs = 3_600_000;
// convex-test gives commits of one millisecond distinct times: from the third on, transactions see the next millisecond.
const DRIFT = 1;
const settled = { status: "settled", outcome: executed };
beforeEach(() => void vi.useFakeTimers({ now: noon, toFake: ["Date", "setTimeout"] }));
afterEach(() => void vi.useRealTimers());

async function appWithRecord(retentionMs?: number) {
  const t = initConvexTest();
  await record(t, { ...recordingOf(executed), ...(retentionMs && { retentionMs }) });
  return t;
}

/** An app with so many records that expire after an hour. */
async function appWithRecords(
  count: number,
  outcome: typeof executed | typeof rejected = executed,
) {
  const t = initConvexTest();
  for (let from = 0; from < count; from += 10) {
    const ids = Array.from({ length: Math.min(10, count - from) }, (_, n) => `c${from + n}`);
    await t.mutation(async (ctx) => {
      for (const commandId of ids) {
        const recording = recordingOf(outcome, { ...attempt, commandId });
        await bus.record(ctx, { ...recording, retentionMs: hourMs });
      }
    });
  }
  vi.setSystemTime(noon + hourMs + DRIFT);
  return t;
}

const rowCount = (t: App) =>
  inside(t, async (ctx) => {
    const tables = [ctx.db.query("commands"), ctx.db.query("misuses")];
    const rows = await Promise.all(tables.map((table) => table.take(1_000)));
    return rows.flat().length;
  });

describe("the retention", () => {
  test("CB-5 a record is kept for 7 days when nothing else is said", async () => {
    expect(defaultRetentionMs).toBe(7 * 24 * hourMs);
    const t = await appWithRecord();
    vi.setSystemTime(noon + defaultRetentionMs - 1);
    await purge(t);
    expect((await settle(t)).result).toEqual(settled);
    vi.setSystemTime(noon + defaultRetentionMs);
    await purge(t);
    expect((await settle(t)).result).toEqual({ status: "new" });
  });

  test.each([1, hourMs, maxRetentionMs])(
    "CB-5 a record is kept for %i ms when told so",
    async (retentionMs) => {
      const t = await appWithRecord(retentionMs);
      vi.setSystemTime(noon + retentionMs - 1);
      expect((await purge(t)).result).toEqual({ deleted: 0, failed: 0, more: false });
      expect((await settle(t)).result).toEqual(settled);
      vi.setSystemTime(noon + retentionMs);
      expect((await purge(t)).result).toEqual({ deleted: 1, failed: 0, more: false });
      expect(await status(t)).toEqual({ status: "unknown" });
    },
  );

  test.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, maxRetentionMs + 1])(
    "CB-5 a retention of %d ms is a typed error that says what to do, and nothing is written",
    async (retentionMs) => {
      const t = initConvexTest();
      const message = expect.stringContaining("to keep records for good, pass maxRetentionMs");
      const error = { data: { kind: "infrastructure", code: "INVALID_RETENTION", message } };
      const recording = record(t, { ...recordingOf(executed), retentionMs });
      await expect(recording).rejects.toMatchObject(error);
      const beginning = begin(t, { ...beginningOf(noon + hourMs), retentionMs });
      await expect(beginning).rejects.toMatchObject(error);
      expect(await rowCount(t)).toBe(0);
    },
  );

  test("CB-5 an expired record that is not yet purged still answers: a duplicate is not executed", async () => {
    const t = await appWithRecord(hourMs);
    vi.setSystemTime(noon + 2 * hourMs);
    expect((await settle(t)).result).toEqual(settled);
    expect(await status(t)).toMatchObject({ status: "executed" });
  });

  test("CB-5 an expired record that is not yet purged still keeps other callers out", async () => {
    const t = await appWithRecord(hourMs);
    vi.setSystemTime(noon + 2 * hourMs);
    const stranger = { ...attempt, actorId: "user-2" };
    expect((await settle(t, stranger)).result).toEqual({ status: "reused", differs: "caller" });
  });

  test("CB-5 a purged id is free for anyone", async () => {
    const t = await appWithRecord(hourMs);
    vi.setSystemTime(noon + hourMs);
    await purge(t);
    const stranger = { ...attempt, actorId: "user-2" };
    expect((await settle(t, stranger)).result).toEqual({ status: "new" });
  });

  test("CB-5 a misuse is kept as long as the record it misused, counted from the attempt", async () => {
    const t = await appWithRecord(hourMs);
    vi.setSystemTime(noon + 10);
    await settle(t, { ...attempt, type: "x" });
    vi.setSystemTime(noon + 9 + hourMs);
    await purge(t);
    expect(await misuses(t)).toHaveLength(1);
    vi.setSystemTime(noon + 10 + hourMs);
    expect((await purge(t)).result).toEqual({ deleted: 1, failed: 0, more: false });
    expect(await misuses(t)).toEqual([]);
  });
});

describe("pending commands", () => {
  test("CB-5 a pending command never expires before its deadline, however short its retention", async () => {
    const t = initConvexTest();
    await begin(t, { ...beginningOf(noon + hourMs), retentionMs: 1 });
    vi.setSystemTime(noon + hourMs - 1);
    expect((await purge(t)).result).toEqual({ deleted: 0, failed: 0, more: false });
    expect(await status(t)).toMatchObject({ status: "pending" });
  });

  test("CB-5 the purge fails an overdue command first, and keeps the failure for its retention", async () => {
    const t = initConvexTest();
    await begin(t, { ...beginningOf(noon + hourMs), retentionMs: 2 * hourMs });
    vi.setSystemTime(noon + 9 * hourMs);
    expect((await purge(t)).result).toEqual({ deleted: 0, failed: 1, more: false });
    expect(await status(t)).toMatchObject({ status: "failed" });
    vi.setSystemTime(noon + 11 * hourMs - 1);
    expect((await purge(t)).result.deleted).toBe(0);
    vi.setSystemTime(noon + 11 * hourMs);
    expect((await purge(t)).result.deleted).toBe(1);
  });

  test("CB-5 the retention of an asynchronous command counts from its completion", async () => {
    const t = initConvexTest();
    await begin(t, { ...beginningOf(noon + 3 * hourMs), retentionMs: hourMs });
    vi.setSystemTime(noon + 2 * hourMs);
    await complete(t, executed);
    vi.setSystemTime(noon + 3 * hourMs - 1);
    await purge(t);
    expect((await settle(t)).result).toEqual(settled);
    vi.setSystemTime(noon + 3 * hourMs);
    await purge(t);
    expect(await status(t)).toEqual({ status: "unknown" });
  });

  test("CB-5 the retention of a command that missed its deadline counts from the failure", async () => {
    const t = initConvexTest();
    await begin(t, { ...beginningOf(noon + hourMs), retentionMs: hourMs });
    await pass(t, hourMs);
    vi.setSystemTime(noon + 2 * hourMs - 1);
    await purge(t);
    expect(await status(t)).toMatchObject({ status: "failed" });
    vi.setSystemTime(noon + 2 * hourMs);
    await purge(t);
    expect(await status(t)).toEqual({ status: "unknown" });
  });
});

describe("batches", () => {
  test("CB-5 a batch deletes 200 rows at most and says that more are due", async () => {
    const t = await appWithRecords(purgeBatch.documents + 1);
    const { result, cost } = await purge(t);
    expect(result).toEqual({ deleted: 200, failed: 0, more: true });
    expect(cost.written).toBe(200);
    expect((await purge(t)).result).toEqual({ deleted: 1, failed: 0, more: false });
  });

  test("CB-5 a batch of exactly 200 rows is the last one", async () => {
    const t = await appWithRecords(purgeBatch.documents);
    expect((await purge(t)).result).toEqual({ deleted: 200, failed: 0, more: false });
  });

  test("CB-5 a batch counts records and misuses together", async () => {
    const t = await appWithRecords(purgeBatch.documents);
    vi.setSystemTime(noon);
    await settle(t, { ...attempt, commandId: "c0", type: "x" });
    vi.setSystemTime(noon + hourMs + DRIFT);
    expect((await purge(t)).result).toEqual({ deleted: 200, failed: 0, more: true });
    expect((await purge(t)).result).toEqual({ deleted: 1, failed: 0, more: false });
  });

  test("CB-5 a batch of large records stays within the bytes of a transaction", async () => {
    const t = await appWithRecords(20, { ...rejected, details: "x".repeat(500_000) });
    expect((await purge(t)).result).toEqual({ deleted: 8, failed: 0, more: true });
  });

  test("CB-5 the hourly sweep goes on by itself until nothing is due, then schedules nothing", async () => {
    const t = await appWithRecords(2 * purgeBatch.documents + 1);
    expect((await sweep(t)).scheduled).toBe(1);
    expect(await rowCount(t)).toBe(201);
    await t.finishAllScheduledFunctions(() => vi.advanceTimersByTime(100));
    expect(await rowCount(t)).toBe(0);
    expect((await sweep(t)).scheduled).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("CB-5 a purge by hand schedules nothing", async () => {
    const t = await appWithRecords(purgeBatch.documents + 1);
    expect((await purge(t)).scheduled).toBe(0);
  });

  test("CB-5 a purge deletes what is due and nothing else, of every tenant", async () => {
    const t = await appWithRecord(hourMs);
    const kept = { ...attempt, commandId: "kept" };
    await record(t, { ...recordingOf(executed, kept), retentionMs: hourMs + DRIFT + 1 });
    const elsewhere = { ...attempt, tenant: "globex" };
    await record(t, { ...recordingOf(executed, elsewhere), retentionMs: hourMs });
    vi.setSystemTime(noon + hourMs + DRIFT);
    expect((await purge(t)).result.deleted).toBe(2);
    expect((await settle(t, kept)).result).toEqual(settled);
  });
});

test("CB-5 the component purges by itself: one cron, hourly, not at the top of the hour", () => {
  const jobs = Object.values(crons.crons);
  expect(jobs).toEqual([
    { name: "lib:sweep", args: [{}], schedule: { type: "hourly", minuteUTC: expect.any(Number) } },
  ]);
  expect(jobs[0]?.schedule).not.toMatchObject({ minuteUTC: 0 });
});
