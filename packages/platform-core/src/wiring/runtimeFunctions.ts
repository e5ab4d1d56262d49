import { trusted } from "../contract/boundary.js";
import {
  internalActionGeneric,
  internalMutationGeneric,
  internalQueryGeneric,
  type GenericActionCtx,
  type GenericQueryCtx,
  type RegisteredAction,
  type RegisteredMutation,
  type RegisteredQuery,
} from "convex/server";
import { v } from "convex/values";
import { infrastructureError } from "../base/infrastructureError.js";
import { own } from "../base/own.js";
import type { AnyDataModel, MutationContext } from "../base/untypedTables.js";

/** What every function of the runtime takes: which of its operations, and that one's own input. */
export type RuntimeArgs = { op: string; input: unknown };

/** The internal functions through which the platform calls itself: these three, whatever it learns to do. */
export type RuntimeFunctions = {
  query: RegisteredQuery<"internal", RuntimeArgs, Promise<unknown>>;
  mutation: RegisteredMutation<"internal", RuntimeArgs, Promise<unknown>>;
  action: RegisteredAction<"internal", RuntimeArgs, Promise<unknown>>;
};

type RuntimeOperation<Ctx> = (ctx: Ctx, input: never) => Promise<unknown>;

/** The operations of each function by name. */
export type OperationTables = {
  query?: Readonly<Record<string, RuntimeOperation<GenericQueryCtx<AnyDataModel>>>>;
  mutation?: Readonly<Record<string, RuntimeOperation<MutationContext>>>;
  action?: Readonly<Record<string, RuntimeOperation<GenericActionCtx<AnyDataModel>>>>;
};

/** Makes the runtime's functions; an operation they do not know comes from another release and is refused by name. */
export function runtimeFunctions({
  query = {},
  mutation = {},
  action = {},
}: OperationTables): RuntimeFunctions {
  const args = { op: v.string(), input: v.any() };
  return {
    query: internalQueryGeneric({ args, handler: dispatchOperation(query) }),
    mutation: internalMutationGeneric({ args, handler: dispatchOperation(mutation) }),
    action: internalActionGeneric({ args, handler: dispatchOperation(action) }),
  };
}

const dispatchOperation =
  <Ctx>(operations: Readonly<Record<string, RuntimeOperation<Ctx>>>) =>
  async (ctx: Ctx, { op, input }: RuntimeArgs): Promise<unknown> => {
    const operation = own(operations, op);
    if (operation !== undefined) return await operation(ctx, trusted<never>(input));
    throw infrastructureError(
      "UNKNOWN_OPERATION",
      `The platform's runtime has no operation "${op}"; it was asked for by another release.`,
    );
  };
