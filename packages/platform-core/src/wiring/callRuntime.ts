import { trusted } from "../contract/boundary.js";
import type { AnswerOf, InputOf, OperationName } from "../contract/operations.js";
import type { MutationContext } from "../base/untypedTables.js";
import type { RuntimeMutation, RuntimeQuery } from "./runtimeReference.js";

/** Runs an operation of the app's own runtime as of the moment when the calling mutation began: it conflicts with nobody. */
export async function runStaleOperation<Name extends OperationName<"query">>(
  ctx: Pick<MutationContext, "runQuery">,
  query: RuntimeQuery,
  call: { op: Name; input: InputOf<Name> },
): Promise<AnswerOf<Name>> {
  const answer: unknown = await ctx.runQuery(query, call, { useStaleSnapshot: true });
  return trusted<AnswerOf<Name>>(answer);
}

/** Runs an operation of the app's own runtime in a nested transaction: if it throws, its writes have been rolled back. */
export async function runOperation<Name extends OperationName<"mutation">>(
  ctx: Pick<MutationContext, "runMutation">,
  mutation: RuntimeMutation,
  call: { op: Name; input: InputOf<Name> },
): Promise<AnswerOf<Name>> {
  return trusted<AnswerOf<Name>>(await ctx.runMutation(mutation, call));
}
