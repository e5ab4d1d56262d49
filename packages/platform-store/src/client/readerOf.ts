import type {
  FunctionArgs,
  FunctionReference,
  FunctionReturnType,
  GenericDataModel,
  GenericMutationCtx,
  GenericQueryCtx,
} from "convex/server";

export type RunQueryCtx = Pick<GenericQueryCtx<GenericDataModel>, "runQuery">;

/** In mutations only: reads what had been committed when the mutation began, and conflicts with no append. */
export type Stale = { useStaleSnapshot?: boolean | undefined };

type Read = <Query extends FunctionReference<"query", "internal">>(
  query: Query,
  args: FunctionArgs<Query>,
) => Promise<FunctionReturnType<Query>>;

/** How a context runs queries on the snapshot it is asked for; outside of mutations Convex itself refuses the stale one. */
export function readerOf(ctx: RunQueryCtx, { useStaleSnapshot = false }: Stale): Read {
  const { runQuery } = ctx as Pick<GenericMutationCtx<GenericDataModel>, "runQuery">;
  return useStaleSnapshot
    ? (query, args) => runQuery(query, ...([args, { useStaleSnapshot }] as never))
    : (query, args) => runQuery(query, ...([args] as never));
}
