import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { maxFieldLength } from "../contract/checks.js";
import { outcomeLimits } from "../contract/checks.js";
import type { Outcome, Recording } from "../contract/commands.js";
import {
  attempt,
  executed,
  find,
  initConvexTest,
  record,
  recordingOf,
  rejected,
  settle,
} from "./setup.test.js";

const noon = Date.UTC(2026, 10, 20, 12);
beforeEach(() => void vi.useFakeTimers({ now: noon, toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

const withDetails = (details: unknown): Outcome => ({ ...rejected, details });
const withEvents = (count: number): Outcome => ({
  ...executed,
  events: Array.from({ length: count }, (_, n) => ({ id: `e${n}`, type: "T", version: n + 1 })),
});
const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
const refusal = (code: string, message: RegExp) => ({
  data: {
    kind: "infrastructure",
    code,
    message: expect.stringMatching(message),
    retryable: false,
  },
});

async function refused(recording: Recording, code: string, message: RegExp) {
  const t = initConvexTest();
  await expect(record(t, recording)).rejects.toMatchObject(refusal(code, message));
  expect((await settle(t)).result).toEqual({ status: "new" });
}

describe("what is recorded", () => {
  test("CB-3 a record is one blind insert: nothing read, one document written", async () => {
    const { result, cost } = await record(initConvexTest(), recordingOf(executed));
    expect(result).toBeNull();
    expect(cost).toEqual({ ranges: 0, read: 0, written: 1 });
  });

  test("CB-3 an executed command is found with outcome, actor, causes and times", async () => {
    const t = initConvexTest();
    await record(t, { ...recordingOf(executed), causationId: "evt-7" });
    expect(await find(t, attempt.commandId)).toEqual({
      status: "executed",
      outcome: executed,
      type: "createOrder",
      actorId: "user-1",
      correlationId: "corr-1",
      causationId: "evt-7",
      startedAt: 1_700_000_000_000,
      recordedAt: noon,
    });
  });

  test("CB-3 a rejected command is found with its code, message and details", async () => {
    const t = initConvexTest();
    await record(t, recordingOf(rejected));
    expect(await find(t, attempt.commandId)).toMatchObject({
      status: "rejected",
      outcome: rejected,
    });
  });

  test("CB-3 an id that never committed is unknown: nothing is found", async () => {
    const t = initConvexTest();
    await record(t, recordingOf(executed));
    expect(await find(t, "cmd-2")).toBeNull();
    expect(await find(t, attempt.commandId, "globex")).toBeNull();
  });

  test.each([
    ["null", null],
    ["int64", 2n ** 63n - 1n],
    ["NaN", Number.NaN],
    ["negative zero", -0],
    ["bytes", new Uint8Array([0, 255]).buffer],
    ["nested nulls", { a: [null, { b: null }] }],
    ["any text", "\u0000 🧨 \u202e ＃"],
  ])("CB-1 details come back as they went in: %s", async (_, details) => {
    const t = initConvexTest();
    await record(t, recordingOf(withDetails(details)));
    const { result } = await settle(t);
    expect(result).toEqual({ status: "settled", outcome: withDetails(details) });
  });
});

test("CB-1 what a command reports beside its events comes back as it went in", async () => {
  const t = initConvexTest();
  const outcome = { ...executed, result: { items: [{ status: "skipped" }, 7n] } };
  await record(t, recordingOf(outcome));
  expect((await settle(t)).result).toEqual({ status: "settled", outcome });
});

describe("what is too large is refused before anything is written", () => {
  test("CB-3 too deep a result is refused with its path", () =>
    refused(
      recordingOf({ ...executed, result: nested(outcomeLimits.levels + 1) }),
      "OUTCOME_TOO_LARGE",
      /result(\.a){12} has 13 levels/,
    ));

  test("CB-3 an outcome beyond its size is refused with the sizes", () =>
    refused(
      recordingOf(withDetails("x".repeat(outcomeLimits.bytes))),
      "OUTCOME_TOO_LARGE",
      /outcome has \d+ bytes; .* at most 524288/,
    ));

  test("CB-3 a message beyond the size counts as well", () =>
    refused(
      recordingOf({ ...rejected, message: "é".repeat(outcomeLimits.bytes / 2) }),
      "OUTCOME_TOO_LARGE",
      /outcome has/,
    ));

  test("CB-3 too many events are refused with their number", () =>
    refused(
      recordingOf(withEvents(outcomeLimits.events + 1)),
      "OUTCOME_TOO_LARGE",
      /events has 4097 events; .* at most 4096/,
    ));

  test("CB-3 too long an array in the details is refused with its path", () =>
    refused(
      recordingOf(withDetails({ a: { b: Array(outcomeLimits.elements + 1).fill(0) } })),
      "OUTCOME_TOO_LARGE",
      /details\.a\.b has 8193 elements/,
    ));

  test("CB-3 too many fields in the details are refused with their path", () => {
    const fields = Array.from({ length: outcomeLimits.fields + 1 }, (_, n) => [`k${n}`, 0]);
    return refused(
      recordingOf(withDetails([Object.fromEntries(fields)])),
      "OUTCOME_TOO_LARGE",
      /details\[0\] has 1001 fields/,
    );
  });

  test("CB-3 too deep details are refused with their path", () =>
    refused(
      recordingOf(withDetails(nested(outcomeLimits.levels + 1))),
      "OUTCOME_TOO_LARGE",
      /details(\.a){12} has 13 levels/,
    ));

  test.each(["tenant", "type", "fingerprint", "actorId", "correlationId", "causationId"])(
    "CB-3 too long a %s is refused by name",
    async (field) => {
      const recording = { ...recordingOf(executed), [field]: "x".repeat(maxFieldLength + 1) };
      await refused(recording, "FIELD_TOO_LONG", new RegExp(`${field} has 1025 characters`));
    },
  );

  test.each(["tenant", "type", "fingerprint", "actorId", "correlationId", "causationId"])(
    "CB-3 half of a surrogate pair in %s is refused by name",
    async (field) => {
      const recording = { ...recordingOf(executed), [field]: "a\ud800" };
      await refused(recording, "INVALID_FIELD", new RegExp(`${field} contains half`));
    },
  );

  test.each(["tenant", "type", "fingerprint", "actorId"])(
    "CB-2 too long a %s is refused by settle too, so that an audit row stays small",
    async (field) => {
      const own = { ...attempt, [field]: "x".repeat(maxFieldLength + 1) };
      await expect(settle(initConvexTest(), own)).rejects.toMatchObject(
        refusal("FIELD_TOO_LONG", new RegExp(field)),
      );
    },
  );

  test("CB-3 what is just within the limits is recorded and returned", async () => {
    const t = initConvexTest();
    const deep = { list: Array(outcomeLimits.elements).fill(null), deep: nested(11) };
    const outcomes = [withEvents(outcomeLimits.events), withDetails(deep)];
    for (const [n, outcome] of outcomes.entries()) {
      const own = { ...attempt, commandId: `c${n}`, actorId: "x".repeat(maxFieldLength) };
      await record(t, recordingOf(outcome, own));
      expect((await settle(t, own)).result).toEqual({ status: "settled", outcome });
    }
  });
});
