import { expect, expectTypeOf, test } from "vitest";
import type { MutationCtx } from "../component/_generated/server.js";
import type { AppliedPage, OperationName, PageInput } from "../contract/operations.js";
import type { runAppMutation, runAppQuery } from "../server/base/app.js";
import { operationsOf, type RuntimeOperations } from "./operationsOf.js";

type Mutations = RuntimeOperations["mutation"];
type Input<Name extends keyof Mutations> = Parameters<Mutations[Name]>[1];
type Answer<Name extends keyof Mutations> = ReturnType<Mutations[Name]>;
type Table = { [Name in keyof Mutations]: (ctx: never, input: Input<Name>) => Answer<Name> };
type WithApplyPage<Input, Answer> = Omit<Table, "applyPage"> & {
  applyPage: (ctx: never, input: Input) => Promise<Answer>;
};

const { mutation } = operationsOf({ core: undefined } as never, {} as never);

test("the app must offer every operation of the contract", () => {
  expectTypeOf<keyof Mutations>().toEqualTypeOf<OperationName<"mutation">>();
  const { applyPage, ...others } = mutation;
  // @ts-expect-error -- applyPage is missing
  const lacking: Mutations = others;
  expect({ ...lacking, applyPage }).toEqual(mutation);
});

test("the app must take an operation's input and give its answer", () => {
  expectTypeOf<WithApplyPage<PageInput, AppliedPage>>().toExtend<Table>();
  expectTypeOf<WithApplyPage<PageInput & { more: string }, AppliedPage>>().not.toExtend<Table>();
  expectTypeOf<WithApplyPage<PageInput, Omit<AppliedPage, "isDone">>>().not.toExtend<Table>();
  expect(mutation).toHaveProperty("applyPage");
});

test("the component calls an operation by its name, kind and input", () => {
  const calls = (mutate: typeof runAppMutation, query: typeof runAppQuery, ctx: MutationCtx) => {
    expectTypeOf(
      mutate(ctx, "isKeptInline", { consumer: "orders" }),
    ).resolves.toEqualTypeOf<boolean>();
    // @ts-expect-error -- no operation has this name
    void mutate(ctx, "sweep", { consumer: "orders" });
    // @ts-expect-error -- a mutation cannot be called as a query
    void query(ctx, "isKeptInline", { consumer: "orders" });
    // @ts-expect-error -- the input lacks the read model
    void mutate(ctx, "isKeptInline", {});
  };
  expect(calls).toHaveLength(3);
});
