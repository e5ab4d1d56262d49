import type {
  FunctionArgs,
  FunctionReference,
  FunctionReturnType,
  GenericDataModel,
  GenericMutationCtx,
  GenericQueryCtx,
} from "convex/server";
import type { Value } from "convex/values";

// The only file of this package with type assertions.

/** The keys of an object that has no others than its type says. */
export const keysOf = <T extends object>(object: T): (keyof T)[] =>
  Object.keys(object) as (keyof T)[];

/** A list that its reader may not change, for a validator's type, which does not say so. */
export const asMutable = <T>(value: unknown): T => value as T;

/** What `v.any()` lets through: any value that Convex stores. */
export const asValue = (value: unknown): Value => value as Value;

export type RunQueryCtx = Pick<GenericQueryCtx<GenericDataModel>, "runQuery">;

/** Runs a query from any context; outside of mutations Convex refuses the stale snapshot. */
export function runQuery<Query extends FunctionReference<"query", "internal">>(
  ctx: RunQueryCtx,
  query: Query,
  call: { args: FunctionArgs<Query>; useStaleSnapshot: boolean },
): Promise<FunctionReturnType<Query>> {
  const { runQuery: run } = ctx as Pick<GenericMutationCtx<GenericDataModel>, "runQuery">;
  const options = call.useStaleSnapshot ? [{ useStaleSnapshot: true }] : [];
  return run(query, ...([call.args, ...options] as never));
}

/** The text of a reference into a component, where the address of a function has one. */
export const referenceIn = (address: object): string | undefined =>
  (address as { reference?: string }).reference;
