import { trusted } from "./boundary.js";
import { classifyError, type Freshness } from "@convex-es/platform-core/client";
import type { FunctionArgs, FunctionReference, FunctionReturnType } from "convex/server";
import type { ReadModelState } from "./ReadModelState.js";
import { useSnapshot } from "./useSnapshot.js";

/** The query that `platform.reactiveView` made, or one of yours that answers like it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any arguments, any row
export type ReactiveQuery = FunctionReference<"query", "public", any, ReactiveAnswer<any>>;

type ReactiveAnswer<Row> = { row: Row; freshness: Freshness };
type RowOf<Query extends ReactiveQuery> =
  FunctionReturnType<Query> extends ReactiveAnswer<infer Row> ? Row : never;

/**
 * Shows a row as it is after every acknowledged command, although its read model is written later: nothing to wait for. `stale` says that
 * the row lacks events, because one of them cannot be applied or too many are waiting. `"skip"` as arguments reads nothing.
 *
 * @example
 * const { value: order } = useReactiveView(api.orders.getOrder, { key: orderId });
 */
export function useReactiveView<Query extends ReactiveQuery>(
  query: Query,
  args: FunctionArgs<Query> | "skip",
): ReadModelState<RowOf<Query>> {
  const { answer } = useSnapshot({ answer: { query, args } });
  if (answer === undefined) return { status: "loading", value: undefined, error: null };
  if (answer instanceof Error) {
    return { status: "error", value: undefined, error: classifyError(answer) };
  }
  const { row, freshness } = trusted<ReactiveAnswer<RowOf<Query>>>(answer);
  return { status: freshness, value: row, error: null };
}
