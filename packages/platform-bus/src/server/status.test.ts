import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Ending, Outcome } from "../contract/commands.js";
import {
  attempt,
  begin,
  beginningOf,
  bus,
  complete,
  executed,
  failed,
  initConvexTest,
  record,
  recordingOf,
  rejected,
  status,
} from "./setup.test.js";

const noon = Date.UTC(2026, 10, 20, 12);
const startedAt = noon - 40;
const causes = { correlationId: "corr-1", causationId: null };
beforeEach(() => void vi.useFakeTimers({ now: noon, toFake: ["Date", "setTimeout"] }));
afterEach(() => void vi.useRealTimers());

const shown = (outcome: Ending) => ({
  status: outcome.status,
  outcome,
  events: outcome.status === "executed" ? outcome.events : [],
  timing: { startedAt, recordedAt: noon, durationMs: 40 },
  commandId: "cmd-1",
  type: "createOrder",
  actorId: "user-1",
  ...causes,
});

test("CB-4 the status of an id that never committed is unknown", async () => {
  const t = initConvexTest();
  await record(t, recordingOf(executed));
  expect(await status(t, { ...attempt, commandId: "cmd-2" })).toEqual({ status: "unknown" });
});

test("CB-4 the status of another tenant's id is unknown", async () => {
  const t = initConvexTest();
  await record(t, recordingOf(executed));
  expect(await status(t, { ...attempt, tenant: "globex" })).toEqual({ status: "unknown" });
});

test.each<[string, Outcome]>([
  ["an executed", executed],
  ["a rejected", rejected],
])(
  "CB-4 the status of %s command shows result, events, timing, actor and causes",
  async (_, outcome) => {
    const t = initConvexTest();
    await record(t, { ...recordingOf(outcome), startedAt });
    expect(await status(t)).toEqual(shown(outcome));
  },
);

test.each<[string, Ending]>([
  ["executed", executed],
  ["failed", failed],
])(
  "CB-4 the status of an asynchronous command that %s shows how long it took",
  async (_, ending) => {
    const t = initConvexTest();
    await begin(t, { ...beginningOf(noon + 60_000), startedAt });
    vi.setSystemTime(noon + 2_000);
    await complete(t, ending);
    const timing = { startedAt, recordedAt: noon + 2_000, durationMs: 2_040 };
    expect(await status(t)).toEqual({ ...shown(ending), timing });
  },
);

test("CB-4 the status of a pending command shows its deadline and no duration", async () => {
  const t = initConvexTest();
  const deadline = noon + 60_000;
  await begin(t, { ...beginningOf(deadline), startedAt });
  expect(await status(t)).toEqual({
    ...shown(executed),
    status: "pending",
    outcome: { status: "pending", deadline },
    events: [],
    timing: { startedAt, recordedAt: noon, durationMs: null },
  });
});

test("CB-4 the direct cause is shown", async () => {
  const t = initConvexTest();
  await record(t, { ...recordingOf(executed), causationId: "evt-7" });
  expect(await status(t)).toMatchObject({ correlationId: "corr-1", causationId: "evt-7" });
});

test("CB-4 a status costs one index range and at most one document, whatever else is recorded", async () => {
  const t = initConvexTest();
  for (const n of [1, 2, 3]) {
    await record(t, recordingOf(executed, { ...attempt, commandId: `cmd-${n}` }));
  }
  const used = await t.query(async (ctx) => {
    await bus.status(ctx, { tenant: "acme", commandId: "cmd-2" });
    return await ctx.meta.getTransactionMetrics();
  });
  expect([used.databaseQueries.used, used.documentsRead.used]).toEqual([1, 1]);
});
