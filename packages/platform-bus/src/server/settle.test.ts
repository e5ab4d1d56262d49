import { describe, expect, test } from "vitest";
import type { Attempt, Outcome } from "../contract/commands.js";
import {
  attempt,
  bus,
  executed,
  find,
  initConvexTest,
  misuses,
  record,
  recordingOf,
  rejected,
  settle,
} from "./setup.test.js";

async function appWith(outcome: Outcome = executed, of: Attempt = attempt) {
  const t = initConvexTest();
  await record(t, recordingOf(outcome, of));
  return t;
}

describe("an id nobody used", () => {
  test("CB-1 a first attempt is new: one empty range read, nothing written", async () => {
    const { result, cost } = await settle(initConvexTest());
    expect(result).toEqual({ status: "new" });
    expect(cost).toEqual({ ranges: 1, read: 0, written: 0 });
  });

  test("CB-3 settling alone occupies nothing: an id whose mutation recorded nothing stays free", async () => {
    const t = initConvexTest();
    await settle(t);
    expect((await settle(t, { ...attempt, actorId: "user-2" })).result).toEqual({ status: "new" });
    expect(await find(t, attempt.commandId)).toBeNull();
  });

  test("CB-3 a mutation that throws after recording leaves the id free", async () => {
    const t = initConvexTest();
    const dying = t.mutation(async (ctx) => {
      await bus.record(ctx, recordingOf(executed));
      throw new Error("lost power");
    });
    await expect(dying).rejects.toThrow("lost power");
    expect((await settle(t)).result).toEqual({ status: "new" });
  });
});

describe("a repeat", () => {
  test("CB-1 a repeat returns the first outcome of an executed command", async () => {
    expect((await settle(await appWith(executed))).result).toEqual({
      status: "settled",
      outcome: executed,
    });
  });

  test("CB-1 a repeat returns the first outcome of a rejected command", async () => {
    expect((await settle(await appWith(rejected))).result).toEqual({
      status: "settled",
      outcome: rejected,
    });
  });

  test("CB-1 a repeat reads one document and writes nothing", async () => {
    const t = await appWith();
    expect((await settle(t)).cost).toEqual({ ranges: 1, read: 1, written: 0 });
    expect(await misuses(t)).toEqual([]);
  });

  test("CB-1 the hundredth repeat is answered as the first", async () => {
    const t = await appWith(rejected);
    const answers = [];
    for (let n = 0; n < 100; n++) answers.push((await settle(t)).result);
    expect(answers).toEqual(Array(100).fill({ status: "settled", outcome: rejected }));
  });

  test("CB-1 the first record wins when an id was recorded twice without settling", async () => {
    const t = await appWith(executed);
    await record(t, recordingOf(rejected));
    expect((await settle(t)).result).toEqual({ status: "settled", outcome: executed });
  });

  test("CB-1 a duplicate receives the position that the commit filled in, an int64", async () => {
    const t = initConvexTest();
    const position = await t.mutation(async (ctx) => {
      const own = { commitTs: ctx.db.vars.commitTs, ordinal: 3, store: "eventStore" };
      await bus.record(ctx, recordingOf({ ...executed, position: own }));
      return own;
    });
    expect(position.commitTs).toBeTypeOf("bigint");
    expect((await settle(t)).result).toEqual({
      status: "settled",
      outcome: { ...executed, position },
    });
  });
});

describe("an id that is taken", () => {
  const misused: [string, Partial<Attempt>][] = [
    ["type", { type: "cancelOrder" }],
    ["payload", { fingerprint: "f-2" }],
    ["caller", { actorId: "user-2" }],
  ];

  test.each(misused)("CB-2 another %s is refused, naming what differs", async (differs, change) => {
    const { result } = await settle(await appWith(), { ...attempt, ...change });
    expect(result).toEqual({ status: "reused", differs });
  });

  test.each(misused)("CB-2 another %s leaves one audit row", async (differs, change) => {
    const t = await appWith();
    const { cost } = await settle(t, { ...attempt, ...change });
    expect(cost).toEqual({ ranges: 1, read: 1, written: 1 });
    const expected = { ...attempt, ...change, differs, attemptedAt: expect.any(Number) };
    expect(await misuses(t)).toEqual([expected]);
  });

  test.each(misused)("CB-2 another %s changes nothing about the record", async (_, change) => {
    const t = await appWith();
    const before = await find(t, attempt.commandId);
    await settle(t, { ...attempt, ...change });
    expect(await find(t, attempt.commandId)).toEqual(before);
    expect((await settle(t)).result).toEqual({ status: "settled", outcome: executed });
  });

  test("CB-2 another caller never learns the outcome, nor whether type and payload were right", async () => {
    const t = await appWith();
    const stranger = { ...attempt, actorId: "user-2" };
    const guesses = [stranger, { ...stranger, type: "x" }, { ...stranger, fingerprint: "x" }];
    for (const guess of guesses) {
      expect((await settle(t, guess)).result).toEqual({ status: "reused", differs: "caller" });
    }
  });

  test("CB-2 every misuse of one id is audited, not only the first", async () => {
    const t = await appWith();
    for (const [, change] of misused) await settle(t, { ...attempt, ...change });
    expect((await misuses(t)).map((row) => row.differs)).toEqual(["caller", "payload", "type"]);
  });
});

describe("tenants", () => {
  test("CB-1 the same id in another tenant is another command", async () => {
    const t = await appWith();
    expect((await settle(t, { ...attempt, tenant: "globex" })).result).toEqual({ status: "new" });
    expect((await settle(t, { ...attempt, tenant: "" })).result).toEqual({ status: "new" });
  });

  test("CB-2 equal ids of two tenants keep their own outcomes and audits", async () => {
    const t = await appWith(executed);
    const other = { ...attempt, tenant: "globex", actorId: "user-9" };
    await record(t, recordingOf(rejected, other));
    expect((await settle(t, other)).result).toEqual({ status: "settled", outcome: rejected });
    expect((await settle(t)).result).toEqual({ status: "settled", outcome: executed });
    await settle(t, { ...other, type: "x" });
    expect(await misuses(t, "acme")).toEqual([]);
    expect(await misuses(t, "globex")).toHaveLength(1);
  });

  test("CB-1 tenant and id are two keys: moving a character between them is another command", async () => {
    const t = await appWith(executed, { ...attempt, tenant: "a", commandId: "b:c" });
    const shifted = { ...attempt, tenant: "a:b", commandId: "c" };
    expect((await settle(t, shifted)).result).toEqual({ status: "new" });
  });
});
