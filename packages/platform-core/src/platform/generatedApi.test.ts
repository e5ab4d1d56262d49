import type { CommandStatus } from "@convex-es/platform-bus";
import { getFunctionName, type FunctionArgs, type FunctionReturnType } from "convex/server";
import { expect, expectTypeOf, test } from "vitest";
import { api } from "../../test/_generated/api.js";
import type { BatchOutcome } from "../commands/batch/BatchOutcome.js";

// What a client sees: types that went through Convex's generated code, without a cast.
type Batch = typeof api.bank.batchBank;
type Item = FunctionArgs<Batch>["items"][number];

test("US-5 a batch keeps its commands and its outcome through the generated api", () => {
  expect(getFunctionName(api.bank.batchBank)).toBe("bank:batchBank");
  expectTypeOf<FunctionReturnType<Batch>>().toEqualTypeOf<BatchOutcome>();
  expectTypeOf<{
    command: "withdraw";
    args: { accountId: string; cents: number };
  }>().toExtend<Item>();
});

test("US-5 an unknown command in a batch does not compile, nor one with another's arguments", () => {
  // @ts-expect-error -- unknown
  const unknown: Item = { command: "withdrw", args: { accountId: "a", cents: 1 } };
  // @ts-expect-error -- openAccount needs an owner
  const wrong: Item = { command: "openAccount", args: { accountId: "a", cents: 1 } };
  expect([unknown, wrong]).toHaveLength(2);
});

test("US-5 the status of a command keeps its types through the generated api", () => {
  type Status = typeof api.bank.commandStatus;
  expect(getFunctionName(api.bank.commandStatus)).toBe("bank:commandStatus");
  expectTypeOf<FunctionArgs<Status>>().toEqualTypeOf<{ commandId: string }>();
  expectTypeOf<FunctionReturnType<Status>>().toEqualTypeOf<CommandStatus>();
});
