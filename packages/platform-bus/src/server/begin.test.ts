import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { maxFieldLength } from "../contract/checks.js";
import { maxPendingMs } from "../contract/checks.js";
import type { Attempt, Beginning } from "../contract/commands.js";
import {
  attempt,
  begin,
  beginningOf,
  bus,
  complete,
  executed,
  find,
  initConvexTest,
  misuses,
  pass,
  record,
  recordingOf,
  rejected,
  settle,
  status,
} from "./setup.test.js";

const noon = Date.UTC(2026, 10, 20, 12);
const minuteMs = 60_000;
const deadline = noon + minuteMs;
const beginning = beginningOf(deadline);
const pending = { status: "pending", deadline };
beforeEach(() => void vi.useFakeTimers({ now: noon, toFake: ["Date", "setTimeout"] }));
afterEach(() => void vi.useRealTimers());

async function appWithPending() {
  const t = initConvexTest();
  await begin(t, beginning);
  return t;
}

describe("a new asynchronous command", () => {
  test("CB-3 beginning a new command costs one insert and one scheduled function, and reads nothing", async () => {
    const { result, cost, scheduled } = await begin(initConvexTest(), beginning);
    expect(result).toEqual({ status: "new" });
    expect(cost).toEqual({ ranges: 1, read: 0, written: 1 });
    expect(scheduled).toBe(1);
  });

  test("CB-3 a command that was begun is pending with its deadline", async () => {
    expect(await status(await appWithPending())).toMatchObject({
      status: "pending",
      outcome: pending,
      events: [],
    });
  });

  test("CB-3 a pending command is found with its deadline, its causes and its actor", async () => {
    expect(await find(await appWithPending(), attempt.commandId)).toEqual({
      status: "pending",
      outcome: pending,
      type: "createOrder",
      actorId: "user-1",
      correlationId: "corr-1",
      causationId: null,
      startedAt: 1_700_000_000_000,
      recordedAt: noon,
    });
  });

  test("CB-3 a mutation that throws after beginning leaves the id free and nothing scheduled", async () => {
    const t = initConvexTest();
    const dying = t.mutation(async (ctx) => {
      await bus.begin(ctx, beginning);
      throw new Error("lost power");
    });
    await expect(dying).rejects.toThrow("lost power");
    await pass(t, 2 * minuteMs);
    expect(await status(t)).toEqual({ status: "unknown" });
  });
});

describe("a repeat", () => {
  test("CB-3 settling a pending id answers pending with the deadline, reads one document and writes nothing", async () => {
    const { result, cost } = await settle(await appWithPending());
    expect(result).toEqual(pending);
    expect(cost).toEqual({ ranges: 1, read: 1, written: 0 });
  });

  test("CB-3 beginning a pending id again answers with the first deadline and schedules nothing", async () => {
    const { result, cost, scheduled } = await begin(
      await appWithPending(),
      beginningOf(deadline + minuteMs),
    );
    expect(result).toEqual(pending);
    expect({ ...cost, scheduled }).toEqual({ ranges: 1, read: 1, written: 0, scheduled: 0 });
  });

  test("CB-3 a repeat is answered even when its own deadline has passed", async () => {
    expect((await begin(await appWithPending(), beginningOf(noon - 1))).result).toEqual(pending);
  });

  test("CB-3 beginning a completed command again gives its outcome", async () => {
    const t = await appWithPending();
    await complete(t, executed);
    expect((await begin(t, beginning)).result).toEqual({ status: "settled", outcome: executed });
  });

  test("CB-3 beginning a command that was recorded at once gives its outcome", async () => {
    const t = initConvexTest();
    await record(t, recordingOf(rejected));
    expect((await begin(t, beginning)).result).toEqual({ status: "settled", outcome: rejected });
  });

  test("CB-3 a command that was begun is seen as pending within its own mutation", async () => {
    const settlement = await initConvexTest().mutation(async (ctx) => {
      await bus.begin(ctx, beginning);
      return await bus.begin(ctx, beginning);
    });
    expect(settlement).toEqual(pending);
  });
});

describe("an id that is taken", () => {
  const misused: [string, Partial<Attempt>][] = [
    ["type", { type: "cancelOrder" }],
    ["payload", { fingerprint: "f-2" }],
    ["caller", { actorId: "user-2" }],
  ];

  test.each(misused)(
    "CB-2 settling a pending id with another %s is refused",
    async (differs, change) => {
      const { result } = await settle(await appWithPending(), { ...attempt, ...change });
      expect(result).toEqual({ status: "reused", differs });
    },
  );

  test.each(misused)(
    "CB-2 beginning a pending id with another %s is refused, audited, and schedules nothing",
    async (differs, change) => {
      const t = await appWithPending();
      const { result, scheduled } = await begin(t, { ...beginning, ...change });
      expect(result).toEqual({ status: "reused", differs });
      expect(scheduled).toBe(0);
      expect(await misuses(t)).toEqual([{ ...attempt, ...change, differs, attemptedAt: noon }]);
      expect(await status(t)).toMatchObject({ status: "pending", actorId: "user-1" });
    },
  );

  test("CB-3 the same id in another tenant is another command", async () => {
    const t = await appWithPending();
    const other = beginningOf(deadline, { ...attempt, tenant: "globex" });
    expect((await begin(t, other)).result).toEqual({ status: "new" });
  });
});

describe("what cannot be begun is refused before anything is written", () => {
  async function refused(change: Partial<Beginning>, code: string, message: RegExp) {
    const t = initConvexTest();
    const data = {
      kind: "infrastructure",
      code,
      message: expect.stringMatching(message),
      retryable: false,
    };
    await expect(begin(t, { ...beginning, ...change })).rejects.toMatchObject({ data });
    expect(await status(t)).toEqual({ status: "unknown" });
  }

  test.each([
    ["now", noon],
    ["in the past", noon - 1],
    ["in seconds", Math.trunc(noon / 1_000) + 60],
    ["no whole number", noon + 0.5],
    ["NaN", Number.NaN],
    ["infinite", Number.POSITIVE_INFINITY],
    ["more than a year ahead", noon + maxPendingMs + 1],
  ])("CB-3 a deadline that is %s is a typed error", (_, wrong) =>
    refused(
      { deadline: wrong },
      "INVALID_DEADLINE",
      /deadline must be a whole number of ms since 1970/,
    ),
  );

  test("CB-3 a deadline that is a year ahead is taken", async () => {
    const far = beginningOf(noon + maxPendingMs);
    expect((await begin(initConvexTest(), far)).result).toEqual({ status: "new" });
  });

  test("CB-3 an invalid command id is a typed error", () =>
    refused({ commandId: "no spaces" }, "INVALID_COMMAND_ID", /a command id must be/));

  test("CB-3 too long a correlation id is a typed error", () =>
    refused({ correlationId: "x".repeat(maxFieldLength + 1) }, "FIELD_TOO_LONG", /correlationId/));
});
