import { ConvexError } from "convex/values";
import { describe, expect, test } from "vitest";
import { assertCommandId, isCommandId } from "../contract/checks.js";
import {
  attempt,
  executed,
  find,
  initConvexTest,
  record,
  recordingOf,
  settle,
} from "./setup.test.js";

const wellFormed = [
  "a",
  "0",
  "cmd-1",
  "A.b_c:d-9",
  "auto-0123456789abcdef",
  "x".repeat(128),
  "..",
  "__proto__",
];
const hostile = [
  "",
  " ",
  "x".repeat(129),
  "cmd 1",
  "cmd-1\n",
  "cmd/1",
  "cmd\u0000",
  "kömmando",
  "＃１",
  "🧨",
  "\ud800",
  "'; drop table",
  "${x}",
];

const invalid = {
  data: expect.objectContaining({
    kind: "infrastructure",
    code: "INVALID_COMMAND_ID",
    retryable: false,
  }),
};

describe("command ids", () => {
  test.each(wellFormed)("CB-1 %j is a command id, settled and recorded as it is", async (id) => {
    const t = initConvexTest();
    const own = { ...attempt, commandId: id };
    await record(t, recordingOf(executed, own));
    expect((await settle(t, own)).result).toEqual({ status: "settled", outcome: executed });
  });

  test.each(hostile)("CB-1 %j is not a command id: settle refuses it", async (id) => {
    const t = initConvexTest();
    await expect(settle(t, { ...attempt, commandId: id })).rejects.toMatchObject(invalid);
  });

  test.each(hostile)(
    "CB-1 %j is not a command id: record refuses it, writing nothing",
    async (id) => {
      const t = initConvexTest();
      const own = { ...attempt, commandId: id };
      await expect(record(t, recordingOf(executed, own))).rejects.toMatchObject(invalid);
      expect(await find(t, id)).toBeNull();
    },
  );

  test("CB-1 ids are compared exactly: case and punctuation tell commands apart", async () => {
    const t = initConvexTest();
    await record(t, recordingOf(executed));
    for (const commandId of ["CMD-1", "cmd_1", "cmd-1.", "cmd-", "cmd-10"]) {
      expect((await settle(t, { ...attempt, commandId })).result).toEqual({ status: "new" });
    }
  });

  test("CB-1 the check says what an id may be and shows what it got", () => {
    expect(() => assertCommandId("no way")).toThrow(ConvexError);
    expect(() => assertCommandId("no way")).toThrow(/1 to 128 characters.*no way/);
    expect(() => assertCommandId(undefined)).toThrow(/not undefined/);
  });

  test("CB-1 only strings are ids", () => {
    expect([null, undefined, 7, ["a"], { a: 1 }].map(isCommandId)).toEqual(Array(5).fill(false));
  });
});
