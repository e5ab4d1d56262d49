import { defaultLimits } from "@convex-es/platform-store";
import { describe, expect, test } from "vitest";
import { accountEvents, closeAccount, deposit, openAccount, withdraw } from "../../test/bank.js";
import { ann } from "../../test/initConvexTest.js";
import { tearOutEntry, writeEntries } from "../../test/notes.js";
import { setTrap, springTrap } from "../../test/trap.js";
import type { AnyCommand } from "../declarations/command.js";
import { decideCommand, type DecideInput } from "./decideCommand.js";
import { infrastructureDataOf } from "../base/infrastructureError.js";
import { newIdsOf } from "../base/newIds.js";

const context = { now: 1_000, newId: () => "id", actor: ann, data: { seen: [] } };
const decide = (command: AnyCommand, input: Partial<DecideInput>) => {
  const state = command.aggregate.initial;
  const loaded = { version: 1, state };
  return decideCommand({ command, loaded, args: {}, context, ...input });
};
const account = (cents: number) => ({ owner: "o", cents, closed: false });
const missing = (command: AnyCommand) => ({ version: 0, state: command.aggregate.initial });

function failure(run: () => unknown) {
  try {
    run();
  } catch (error) {
    return infrastructureDataOf(error);
  }
  return null;
}

describe("events", () => {
  test("AG-1 a command yields one event and the state after it", () => {
    const args = { accountId: "a", cents: 5 };
    expect(decide(deposit, { args, loaded: { version: 1, state: account(10) } })).toEqual({
      kind: "accepted",
      events: [accountEvents.MoneyDeposited(args)],
      state: account(15),
    });
  });

  test("AG-1 a command yields several events, folded in order", () => {
    const args = { diaryId: "d", texts: ["one", "two"] };
    const newId = newIdsOf("cmd");
    const decision = decide(writeEntries, { args, context: { ...context, newId } });
    expect(decision).toMatchObject({
      events: [{ payload: { text: "one" } }, { payload: { text: "two" } }],
      state: {
        entries: [
          { entryId: "cmd.1", text: "one" },
          { entryId: "cmd.2", text: "two" },
        ],
      },
    });
  });

  test("AG-1 no event is accepted and leaves the state as it is", () => {
    const state = { entries: [{ entryId: "x", text: "kept" }] };
    const args = { diaryId: "d", entryId: "unknown" };
    expect(decide(tearOutEntry, { args, loaded: { version: 7, state } })).toEqual({
      kind: "accepted",
      events: [],
      state,
    });
  });

  test("AG-1 the same command on the same state decides the same", () => {
    const args = { diaryId: "d", texts: ["one", "two"] };
    const run = () =>
      decide(writeEntries, { args, context: { ...context, newId: newIdsOf("cmd") } });
    expect(run()).toEqual(run());
  });

  test("AG-1 ids are made of the command id and a counter", () => {
    const newId = newIdsOf("cmd");
    expect([newId(), newId(), newId()]).toEqual(["cmd.1", "cmd.2", "cmd.3"]);
  });
});

describe("rejections", () => {
  test("AG-2 a rejection carries code, message and details of the one declaration", () => {
    const loaded = { version: 1, state: account(3) };
    expect(decide(withdraw, { args: { accountId: "a", cents: 5 }, loaded })).toEqual({
      kind: "rejected",
      code: "INSUFFICIENT_FUNDS",
      message: "The account does not hold that much.",
      details: { balance: 3, wanted: 5 },
    });
  });

  test("AG-2 a rejection without declared details has none", () => {
    const loaded = { version: 1, state: { ...account(3), closed: true } };
    const decision = decide(deposit, { args: { accountId: "a", cents: 5 }, loaded });
    expect(decision).toMatchObject({ code: "ACCOUNT_CLOSED", details: null });
  });
});

describe("existence and version", () => {
  test("AG-10 a creation on an existing aggregate is ALREADY_EXISTS before decide", () => {
    const loaded = { version: 4, state: account(0) };
    const decision = decide(openAccount, { loaded, args: { accountId: "a", owner: "o" } });
    expect(decision).toMatchObject({ code: "ALREADY_EXISTS", details: { version: 4 } });
  });

  test("AG-10 any other command without events is NOT_FOUND before decide", () => {
    const loaded = missing(springTrap);
    const args = { trapId: "t", fault: "decide throws" };
    expect(decide(springTrap, { loaded, args })).toMatchObject({ code: "NOT_FOUND" });
  });

  test("AG-10 onMissing: decide hands the initial state to decide", () => {
    const loaded = missing(writeEntries);
    const args = { diaryId: "d", texts: ["one"] };
    expect(decide(writeEntries, { loaded, args })).toMatchObject({ kind: "accepted" });
  });

  test("AG-10 onMissing: decide does not turn a creation into an upsert", () => {
    const creation = { ...setTrap, onMissing: "decide" } as AnyCommand;
    const loaded = { version: 1, state: setTrap.aggregate.initial };
    const decision = decide(creation, { loaded, args: { trapId: "t" } });
    expect(decision).toMatchObject({ code: "ALREADY_EXISTS" });
  });

  test("OR-6 an expected version that is not the current one is STALE_VERSION before decide", () => {
    const loaded = { version: 4, state: springTrap.aggregate.initial };
    const args = { trapId: "t", fault: "decide throws" };
    expect(decide(springTrap, { loaded, args, expectedVersion: 3 })).toMatchObject({
      code: "STALE_VERSION",
      details: { expected: 3, actual: 4 },
    });
  });

  test("OR-6 an expected version that is the current one is decided upon", () => {
    const loaded = { version: 4, state: account(10) };
    const args = { accountId: "a", cents: 5 };
    expect(decide(withdraw, { loaded, args, expectedVersion: 4 }).kind).toBe("accepted");
  });

  test("OR-6 an expected version 0 fits a creation", () => {
    const loaded = missing(openAccount);
    const args = { accountId: "a", owner: "o" };
    expect(decide(openAccount, { loaded, args, expectedVersion: 0 }).kind).toBe("accepted");
    expect(decide(openAccount, { loaded, args, expectedVersion: 1 })).toMatchObject({
      code: "STALE_VERSION",
    });
  });
});

describe("mistakes in user code", () => {
  const faults: [fault: string, code: string, says: string][] = [
    ["decide throws", "DECIDE_FAILED", "broken in decide"],
    ["decide is async", "DECIDE_FAILED", "synchronous"],
    ["decide returns nothing", "DECIDE_FAILED", "[] for none"],
    ["decide returns null", "DECIDE_FAILED", "[] for none"],
    ["decide returns a string", "DECIDE_FAILED", "[] for none"],
    ["decide changes the state", "DECIDE_FAILED", "not extensible"],
    ["decide changes the args", "DECIDE_FAILED", "read only"],
    ["decide changes the data", "DECIDE_FAILED", "not extensible"],
    ["decide yields an event of others", "UNDECLARED_EVENT", "TrapSet, TrapSprung"],
    ["decide yields an event called constructor", "UNDECLARED_EVENT", '"constructor"'],
    ["decide yields an event called __proto__", "UNDECLARED_EVENT", '"__proto__"'],
    ["decide yields a wrong payload", "INVALID_EVENT", "trapId"],
    ["decide yields an extra field", "INVALID_EVENT", "extra"],
    ["decide yields a list with a hole", "DECIDE_FAILED", "something else than events"],
    ["decide yields a Date", "INVALID_EVENT", "Date"],
    ["decide yields half a surrogate", "INVALID_EVENT", "surrogate"],
    ["decide yields another aggregate's event", "WRONG_AGGREGATE", "another trapId"],
    ["decide rejects with a code of others", "UNDECLARED_REJECTION", "STRAY"],
    ["decide knows a code of others", "UNDECLARED_REJECTION", "STRAY"],
    ["decide rejects with wrong details", "INVALID_REJECTION", "seen"],
    ["decide rejects without its details", "INVALID_REJECTION", "TRAP_EMPTY"],
    ["evolve throws", "EVOLVE_FAILED", "broken in evolve"],
    ["evolve rejects", "EVOLVE_FAILED", "Nothing is in the trap"],
    ["evolve is async", "EVOLVE_FAILED", "synchronous"],
    ["evolve returns nothing", "EVOLVE_FAILED", "new state"],
    ["evolve changes the state", "EVOLVE_FAILED", "read only"],
    ["evolve makes another shape", "INVALID_STATE", "sprung"],
    ["evolve makes a Map", "INVALID_STATE", "Map"],
  ];

  test.each(faults)("OR-2 %s: %s, and the message says %s", (fault, code, says) => {
    const data = failure(() => decide(springTrap, { args: { trapId: "t", fault } }));
    expect(data).toMatchObject({ kind: "infrastructure", code, retryable: false });
    expect(data?.message).toContain(says);
  });

  test("BC-1 a decision can only emit events its context declares", () => {
    const args = { trapId: "t", fault: "decide yields an event of others" };
    expect(failure(() => decide(springTrap, { args }))?.code).toBe("UNDECLARED_EVENT");
  });

  test("BC-1 a decision can only reject with codes its aggregate declares", () => {
    const args = { trapId: "t", fault: "decide rejects with a code of others" };
    expect(failure(() => decide(springTrap, { args }))?.code).toBe("UNDECLARED_REJECTION");
  });
});

describe("sizes", () => {
  const limits = { ...defaultLimits, maxPayloadBytes: 300, maxStateBytes: 400, maxIdLength: 64 };
  const texts = (...all: string[]) => ({ diaryId: "d", texts: all });

  test("ST-11 a payload beyond its limit is EVENT_TOO_LARGE and says where", () => {
    const decision = decide(writeEntries, { limits, args: texts("x".repeat(301)) });
    expect(decision).toMatchObject({
      code: "EVENT_TOO_LARGE",
      details: { code: "VALUE_TOO_LARGE", path: "EntryWritten", limit: 300 },
    });
  });

  test("ST-11 more events than one append takes are TOO_MANY_EVENTS", () => {
    const few = { ...limits, maxEventsPerAppend: 2 };
    expect(decide(writeEntries, { limits: few, args: texts("1", "2", "3") })).toMatchObject({
      code: "TOO_MANY_EVENTS",
      details: { unit: "events", limit: 2, actual: 3 },
    });
  });

  test("ST-11 events that are too large together are TOO_MANY_EVENTS", () => {
    const few = { ...limits, maxAppendBytes: 500 };
    const args = texts("x".repeat(200), "x".repeat(200), "x".repeat(200));
    expect(decide(writeEntries, { limits: few, args })).toMatchObject({
      code: "TOO_MANY_EVENTS",
      details: { unit: "bytes", limit: 500 },
    });
  });

  test("ST-11 a tag beyond the length of an id is EVENT_TOO_LARGE and names its field", () => {
    const args = { accountId: "a", owner: "o".repeat(65) };
    expect(decide(openAccount, { limits, args, loaded: missing(openAccount) })).toMatchObject({
      code: "EVENT_TOO_LARGE",
      details: { code: "TAG_TOO_LONG", path: "AccountOpened.owner", limit: 64, actual: 65 },
    });
  });

  test("AG-4 a state that would exceed its limit rejects the command with STATE_TOO_LARGE", () => {
    const state = { entries: [{ entryId: "x", text: "y".repeat(300) }] };
    const args = texts("z".repeat(100));
    expect(decide(writeEntries, { limits, args, loaded: { version: 1, state } })).toMatchObject({
      code: "STATE_TOO_LARGE",
      details: { path: "state", limit: 400 },
    });
  });

  test("AG-4 a command that makes a state smaller is accepted", () => {
    const state = { entries: [{ entryId: "x", text: "y".repeat(500) }] };
    const args = { diaryId: "d", entryId: "x" };
    const decision = decide(tearOutEntry, { limits, args, loaded: { version: 1, state } });
    expect(decision).toMatchObject({ kind: "accepted", state: { entries: [] } });
  });
});

test("AG-1 what decide is handed stays what it was, for the next one too", () => {
  const state = account(10);
  decide(closeAccount, { loaded: { version: 1, state }, args: { accountId: "a" } });
  expect(state).toEqual(account(10));
});
