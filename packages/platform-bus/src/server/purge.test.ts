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

const NOW = Date.UTC(2026, 10, 20, 12);
const HOUR = 3_600_000;
// convex-test gives commits of one millisecond distinct times: from the third on, transactions see the next millisecond.
const DRIFT = 1;
const settled = { status: "settled", outcome: executed };
beforeEach(() => void vi.useFakeTimers({ now: NOW, toFake: ["Date", "setTimeout"] }));
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
        await bus.record(ctx, { ...recording, retentionMs: HOUR });
      }
    });
  }
  vi.setSystemTime(NOW + HOUR + DRIFT);
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
    expect(defaultRetentionMs).toBe(7 * 24 * HOUR);
    const t = await appWithRecord();
    vi.setSystemTime(NOW + defaultRetentionMs - 1);
    await purge(t);
    expect((await settle(t)).result).toEqual(settled);
    vi.setSystemTime(NOW + defaultRetentionMs);
    await purge(t);
    expect((await settle(t)).result).toEqual({ status: "new" });
  });

  test.each([1, HOUR, maxRetentionMs])(
    "CB-5 a record is kept for %i ms when told so",
    async (retentionMs) => {
      const t = await appWithRecord(retentionMs);
      vi.setSystemTime(NOW + retentionMs - 1);
      expect((await purge(t)).result).toEqual({ deleted: 0, failed: 0, more: false });
      expect((await settle(t)).result).toEqual(settled);
      vi.setSystemTime(NOW + retentionMs);
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
      const beginning = begin(t, { ...beginningOf(NOW + HOUR), retentionMs });
      await expect(beginning).rejects.toMatchObject(error);
      expect(await rowCount(t)).toBe(0);
    },
  );

  test("CB-5 an expired record that is not yet purged still answers: a duplicate is not executed", async () => {
    const t = await appWithRecord(HOUR);
    vi.setSystemTime(NOW + 2 * HOUR);
    expect((await settle(t)).result).toEqual(settled);
    expect(await status(t)).toMatchObject({ status: "executed" });
  });

  test("CB-5 an expired record that is not yet purged still keeps other callers out", async () => {
    const t = await appWithRecord(HOUR);
    vi.setSystemTime(NOW + 2 * HOUR);
    const stranger = { ...attempt, actorId: "user-2" };
    expect((await settle(t, stranger)).result).toEqual({ status: "reused", differs: "caller" });
  });

  test("CB-5 a purged id is free for anyone", async () => {
    const t = await appWithRecord(HOUR);
    vi.setSystemTime(NOW + HOUR);
    await purge(t);
    const stranger = { ...attempt, actorId: "user-2" };
    expect((await settle(t, stranger)).result).toEqual({ status: "new" });
  });

  test("CB-5 a misuse is kept as long as the record it misused, counted from the attempt", async () => {
    const t = await appWithRecord(HOUR);
    vi.setSystemTime(NOW + 10);
    await settle(t, { ...attempt, type: "x" });
    vi.setSystemTime(NOW + 9 + HOUR);
    await purge(t);
    expect(await misuses(t)).toHaveLength(1);
    vi.setSystemTime(NOW + 10 + HOUR);
    expect((await purge(t)).result).toEqual({ deleted: 1, failed: 0, more: false });
    expect(await misuses(t)).toEqual([]);
  });
});

describe("pending commands", () => {
  test("CB-5 a pending command never expires before its deadline, however short its retention", async () => {
    const t = initConvexTest();
    await begin(t, { ...beginningOf(NOW + HOUR), retentionMs: 1 });
    vi.setSystemTime(NOW + HOUR - 1);
    expect((await purge(t)).result).toEqual({ deleted: 0, failed: 0, more: false });
    expect(await status(t)).toMatchObject({ status: "pending" });
  });

  test("CB-5 the purge fails an overdue command first, and keeps the failure for its retention", async () => {
    const t = initConvexTest();
    await begin(t, { ...beginningOf(NOW + HOUR), retentionMs: 2 * HOUR });
    vi.setSystemTime(NOW + 9 * HOUR);
    expect((await purge(t)).result).toEqual({ deleted: 0, failed: 1, more: false });
    expect(await status(t)).toMatchObject({ status: "failed" });
    vi.setSystemTime(NOW + 11 * HOUR - 1);
    expect((await purge(t)).result.deleted).toBe(0);
    vi.setSystemTime(NOW + 11 * HOUR);
    expect((await purge(t)).result.deleted).toBe(1);
  });

  test("CB-5 the retention of an asynchronous command counts from its completion", async () => {
    const t = initConvexTest();
    await begin(t, { ...beginningOf(NOW + 3 * HOUR), retentionMs: HOUR });
    vi.setSystemTime(NOW + 2 * HOUR);
    await complete(t, executed);
    vi.setSystemTime(NOW + 3 * HOUR - 1);
    await purge(t);
    expect((await settle(t)).result).toEqual(settled);
    vi.setSystemTime(NOW + 3 * HOUR);
    await purge(t);
    expect(await status(t)).toEqual({ status: "unknown" });
  });

  test("CB-5 the retention of a command that missed its deadline counts from the failure", async () => {
    const t = initConvexTest();
    await begin(t, { ...beginningOf(NOW + HOUR), retentionMs: HOUR });
    await pass(t, HOUR);
    vi.setSystemTime(NOW + 2 * HOUR - 1);
    await purge(t);
    expect(await status(t)).toMatchObject({ status: "failed" });
    vi.setSystemTime(NOW + 2 * HOUR);
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
    vi.setSystemTime(NOW);
    await settle(t, { ...attempt, commandId: "c0", type: "x" });
    vi.setSystemTime(NOW + HOUR + DRIFT);
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
    const t = await appWithRecord(HOUR);
    const kept = { ...attempt, commandId: "kept" };
    await record(t, { ...recordingOf(executed, kept), retentionMs: HOUR + DRIFT + 1 });
    const elsewhere = { ...attempt, tenant: "globex" };
    await record(t, { ...recordingOf(executed, elsewhere), retentionMs: HOUR });
    vi.setSystemTime(NOW + HOUR + DRIFT);
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
