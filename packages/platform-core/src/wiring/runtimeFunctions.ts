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

type Operation<Ctx> = (ctx: Ctx, input: never) => Promise<unknown>;

/** The operations of each function by name. */
export type Operations = {
  query?: Readonly<Record<string, Operation<GenericQueryCtx<AnyDataModel>>>>;
  mutation?: Readonly<Record<string, Operation<MutationContext>>>;
  action?: Readonly<Record<string, Operation<GenericActionCtx<AnyDataModel>>>>;
};

/** Makes the runtime's functions; an operation they do not know comes from another release and is refused by name. */
export function runtimeFunctions({
  query = {},
  mutation = {},
  action = {},
}: Operations): RuntimeFunctions {
  const args = { op: v.string(), input: v.any() };
  return {
    query: internalQueryGeneric({ args, handler: dispatch(query) }),
    mutation: internalMutationGeneric({ args, handler: dispatch(mutation) }),
    action: internalActionGeneric({ args, handler: dispatch(action) }),
  };
}

const dispatch =
  <Ctx>(operations: Readonly<Record<string, Operation<Ctx>>>) =>
  async (ctx: Ctx, { op, input }: RuntimeArgs): Promise<unknown> => {
    const operation = own(operations, op);
    if (operation !== undefined) return await operation(ctx, trusted<never>(input));
    throw infrastructureError(
      "UNKNOWN_OPERATION",
      `The platform's runtime has no operation "${op}"; it was asked for by another release.`,
    );
  };
