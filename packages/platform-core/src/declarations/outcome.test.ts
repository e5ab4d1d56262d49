import { describe, expect, expectTypeOf, test } from "vitest";
import type { FunctionArgs, FunctionReturnType } from "convex/server";
import type { deposit } from "../../test/bank.js";
import { api, as, withAccount } from "../../test/initConvexTest.js";
import { validate } from "convex-helpers/validators";
import { withdraw } from "../../test/bank.js";
import type { CommandMeta } from "../commands/envelope.js";
import { builtInRejections } from "./defineRejections.js";
import { vOutcomeOf, type OutcomeOf, type Position, type Rejected } from "./outcome.js";
import { refusalCodes } from "./refusalCodes.js";

type Withdrawal = FunctionReturnType<typeof api.withdraw>;
type Of<Status extends string> = Extract<Withdrawal, { status: Status }>;
type Code = Of<"rejected">["code"];

describe("the outcome as a client sees it", () => {
  test("OR-6 is a union told apart by its status", () => {
    expectTypeOf<Withdrawal["status"]>().toEqualTypeOf<"executed" | "rejected" | "refused">();
    expectTypeOf<Withdrawal>().toEqualTypeOf<OutcomeOf<typeof withdraw>>();
    expect(vOutcomeOf(withdraw).kind).toBe("union");
  });

  test("OR-6 rejection codes are literals of the one declaration and the built-in ones", () => {
    type Own = "INSUFFICIENT_FUNDS" | "ACCOUNT_CLOSED" | "UNKNOWN_CURRENCY";
    type BuiltIn =
      | "STALE_VERSION"
      | "NOT_FOUND"
      | "ALREADY_EXISTS"
      | "STREAM_CLOSED"
      | "STATE_TOO_LARGE"
      | "EVENT_TOO_LARGE"
      | "TOO_MANY_EVENTS";
    expectTypeOf<Code>().toEqualTypeOf<Own | BuiltIn>();
    expect(Object.keys(builtInRejections)).toHaveLength(7);
  });

  test("OR-6 the code tells the details", async () => {
    type Funds = Extract<Withdrawal, { code: "INSUFFICIENT_FUNDS" }>;
    expectTypeOf<Funds["details"]>().toEqualTypeOf<{ balance: number; wanted: number }>();
    type Closed = Extract<Withdrawal, { code: "ACCOUNT_CLOSED" }>;
    expectTypeOf<Closed["details"]>().toEqualTypeOf<null>();
    type Stale = Extract<Withdrawal, { code: "STALE_VERSION" }>;
    expectTypeOf<Stale["details"]>().toEqualTypeOf<{ expected: number; actual: number }>();
    type Reused = Extract<Withdrawal, { code: "COMMAND_ID_REUSED" }>;
    expectTypeOf<Reused["details"]["differs"]>().toEqualTypeOf<"type" | "payload" | "caller">();
    const t = await withAccount(1);
    const outcome = await as(t).mutation(api.withdraw, { accountId: "a", cents: 2 });
    if (outcome.status !== "rejected" || outcome.code !== "INSUFFICIENT_FUNDS") {
      throw new Error(`unexpected: ${outcome.status}`);
    }
    expect(outcome.details.wanted).toBe(2);
  });

  test("OR-6 executed events are literals of the aggregate's", () => {
    type Type = Of<"executed">["events"][number]["type"];
    type All =
      "AccountOpened" | "MoneyDeposited" | "MoneyWithdrawn" | "InterestPaid" | "AccountClosed";
    expectTypeOf<Type>().toEqualTypeOf<All>();
    expectTypeOf<Of<"executed">["position"]>().toEqualTypeOf<Position | null>();
    expect(refusalCodes).toHaveLength(6);
  });

  test("OR-6 the arguments are the command's own fields, the id and the optional meta", () => {
    type Args = FunctionArgs<typeof api.makeDeposit>;
    expectTypeOf<keyof Args>().toEqualTypeOf<"accountId" | "cents" | "meta">();
    expectTypeOf<Args["accountId"]>().toEqualTypeOf<string>();
    expectTypeOf<Args["cents"]>().toEqualTypeOf<number>();
    expectTypeOf<Exclude<Args["meta"], undefined>>().toEqualTypeOf<CommandMeta>();
    expectTypeOf<OutcomeOf<typeof deposit>>().toEqualTypeOf<
      FunctionReturnType<typeof api.makeDeposit>
    >();
    expect(Object.keys(withdraw.args.fields)).toEqual(["accountId", "cents"]);
  });
});

describe("the returns validator of a command's mutation", () => {
  const fits = (outcome: unknown) => validate(vOutcomeOf(withdraw), outcome);
  const rejected: Rejected = {
    status: "rejected",
    commandId: "c",
    code: "NOT_FOUND",
    message: "m",
    details: null,
  };

  test("OR-6 takes what can come out", () => {
    const position = { commitTs: 1n, ordinal: 0, store: "eventStore" };
    const events = [{ id: "1", type: "AccountOpened", version: 1 }];
    const executed = { status: "executed", commandId: "c", version: 1, position, events };
    expect(fits(executed)).toBe(true);
    expect(fits({ ...executed, position: null, events: [] })).toBe(true);
    expect(fits(rejected)).toBe(true);
    expect(fits({ ...rejected, code: "ACCOUNT_CLOSED" })).toBe(true);
    const refused = { status: "refused", code: "FORBIDDEN", message: "m", details: null };
    expect(fits(refused)).toBe(true);
  });

  test("BC-1 refuses codes and events that are not declared", () => {
    expect(fits({ ...rejected, code: "OTHER" })).toBe(false);
    expect(fits({ ...rejected, code: "INSUFFICIENT_FUNDS" })).toBe(false);
    const events = [{ id: "1", type: "Other", version: 1 }];
    expect(fits({ status: "executed", commandId: "c", version: 1, position: null, events })).toBe(
      false,
    );
  });
});
