import { describe, expect, test } from "vitest";
import { api, as, dump, failureOf, withAccount, withTrap } from "../../test/initConvexTest.js";
import { classifyError } from "../client/classifyError.js";

const afterDecision: [fault: string, code: string][] = [
  ["evolve throws", "EVOLVE_FAILED"],
  ["evolve rejects", "EVOLVE_FAILED"],
  ["evolve is async", "EVOLVE_FAILED"],
  ["evolve makes another shape", "INVALID_STATE"],
  ["key throws", "INVALID_KEY"],
  ["key is empty", "INVALID_KEY"],
  ["key is not a string", "INVALID_KEY"],
  ["handler throws", "PROJECTION_FAILED"],
  ["handler rejects", "PROJECTION_FAILED"],
  ["handler is async", "PROJECTION_FAILED"],
  ["handler returns nothing", "PROJECTION_FAILED"],
  ["handler returns a list", "PROJECTION_FAILED"],
  ["handler changes the row", "PROJECTION_FAILED"],
  ["handler makes a row of another shape", "PROJECTION_FAILED"],
  ["handler makes a row with a Date", "PROJECTION_FAILED"],
  ["handler sets a platform column", "PROJECTION_FAILED"],
];

describe("a mistake in user code", () => {
  test.each(afterDecision)(
    "OR-2 %s: nothing is committed, %s reaches the caller",
    async (fault, code) => {
      const t = await withTrap();
      await as(t).mutation(api.springTrap, { trapId: "t", fault: "none, so that a row exists" });
      const before = await dump(t);
      const call = as(t).mutation(api.springTrap, { trapId: "t", fault });
      expect(await failureOf(call)).toMatchObject({
        kind: "infrastructure",
        code,
        retryable: false,
      });
      expect(await dump(t)).toEqual(before);
    },
  );

  const beforeDecision: [fault: string, code: string][] = [
    ["authorise throws", "AUTHORISE_FAILED"],
    ["authorise changes the args", "AUTHORISE_FAILED"],
    ["authorise changes the actor", "AUTHORISE_FAILED"],
    ["load throws", "LOAD_FAILED"],
    ["load rejects", "LOAD_FAILED"],
    ["decide throws", "DECIDE_FAILED"],
  ];

  test.each(beforeDecision)(
    "OR-2 %s: nothing is committed, %s reaches the caller",
    async (fault, code) => {
      const t = await withTrap();
      const before = await dump(t);
      const call = as(t).mutation(api.springTrap, { trapId: "t", fault });
      expect(await failureOf(call)).toMatchObject({
        kind: "infrastructure",
        code,
        retryable: false,
      });
      expect(await dump(t)).toEqual(before);
    },
  );

  test("OR-2 the id of a command that failed is free", async () => {
    const t = await withTrap();
    const meta = { commandId: "c-1" };
    await failureOf(as(t).mutation(api.springTrap, { trapId: "t", fault: "handler throws", meta }));
    const again = await as(t).mutation(api.springTrap, { trapId: "t", fault: "", meta });
    expect(again).toMatchObject({ status: "executed", commandId: "c-1" });
  });
});

const calls: [call: string, done: boolean][] = [
  ["open", false],
  ["open", true],
  ["commit", false],
  ["commit", true],
];

describe("a component that breaks", () => {
  const args = { accountId: "a", commandId: "c-1" };

  test.each(calls)(
    "OR-1 at %s (made: %s): no write of the command is committed",
    async (call, done) => {
      const t = await withAccount();
      const before = await dump(t);
      await failureOf(as(t).mutation(api.depositBroken, { ...args, call, done }));
      expect(await dump(t)).toEqual(before);
    },
  );

  test.each(calls)(
    "OR-2 at %s (made: %s): the same command id succeeds afterwards",
    async (call, done) => {
      const t = await withAccount(0);
      await failureOf(as(t).mutation(api.depositBroken, { ...args, call, done }));
      const meta = { commandId: "c-1" };
      const again = await as(t).mutation(api.makeDeposit, { accountId: "a", cents: 5, meta });
      expect(again).toMatchObject({ status: "executed", version: 2 });
      expect(await as(t).query(api.getBalance, { key: "a" })).toMatchObject({ cents: 5 });
    },
  );

  test("OR-1 the harness breaks what it says: unbroken, the same function executes", async () => {
    const t = await withAccount(0);
    const call = as(t).mutation(api.depositBroken, { ...args, call: "nothing", done: false });
    expect(await call).toMatchObject({ status: "executed", version: 2 });
  });
});

test("OR-1 an aggregate that changed within the transaction after it was loaded is decided upon again", async () => {
  const t = await withAccount(100);
  const outcome = await as(t).mutation(api.depositStale, { accountId: "a", times: 1 });
  expect(outcome).toMatchObject({ status: "executed", version: 4 });
  expect(await as(t).query(api.getBalance, { key: "a" })).toMatchObject({ cents: 106 });
});

test("OR-1 an aggregate that changes each time it is decided upon is a CONFLICT, and nothing is committed", async () => {
  const t = await withAccount();
  const before = await dump(t);
  const call = as(t).mutation(api.depositStale, { accountId: "a", times: 2 });
  const failure = await failureOf(call);
  expect(failure).toMatchObject({ kind: "infrastructure", code: "CONFLICT", retryable: true });
  expect(await dump(t)).toEqual(before);
});

test("OR-2 the caller gets ConvexError.data of one shape, and classifyError reads it", async () => {
  const t = await withAccount();
  const call = as(t).mutation(api.depositBroken, {
    accountId: "a",
    commandId: "c-1",
    call: "commit",
    done: false,
  });
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  const data = {
    kind: "infrastructure",
    code: "COMMAND_FAILED",
    message: "bank.deposit failed: the component is broken",
    retryable: false,
  };
  expect(error).toHaveProperty("data", data);
  expect(classifyError(error)).toEqual(data);
});
