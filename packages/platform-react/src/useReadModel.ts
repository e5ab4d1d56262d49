import { trusted } from "./boundary.js";
import {
  classifyError,
  defaultTimeoutMs,
  freshnessTimeout,
  tokenOf,
  type After,
  type FreshnessQuery,
  type Position,
} from "@convex-es/platform-core/client";
import type { FunctionArgs, FunctionReturnType } from "convex/server";
import { useState } from "react";
import type { ReadModelState } from "./ReadModelState.js";
import { useSnapshot, type AnyQuery } from "./useSnapshot.js";
import { useTimedOut } from "./useTimedOut.js";

/** What a reader waits for, for how long, and what then. */
export type UseReadModelOptions = {
  /** The query `freshness` of `platform.view(projection)`, of the read model that is read. */
  freshness: FreshnessQuery;
  /** Whose effect must be seen: the token or the outcome of a command. Without one there is nothing to wait for. */
  after?: After;
  /** Milliseconds (default 10,000). */
  timeoutMs?: number | undefined;
  /** `stale` (the default) shows what there is and goes on; `error` is for what must not be shown. */
  onTimeout?: "stale" | "error" | undefined;
};

/**
 * Reads a read model, and with `after` waits until it shows what a command did: `loading` until then, `stale` or `error` when that takes
 * too long, as with a stopped projection, `fresh` as soon as it does. By subscription: nothing polls, and the second one ends
 * when the token is reached. Value and freshness are of one moment. `"skip"` as arguments reads nothing.
 *
 * @example
 * const { status, value } = useReadModel(api.sales.get, { key }, { freshness: api.sales.freshness, after: outcome });
 */
export function useReadModel<Query extends AnyQuery>(
  query: Query,
  args: FunctionArgs<Query> | "skip",
  { freshness, after, timeoutMs = defaultTimeoutMs, onTimeout = "stale" }: UseReadModelOptions,
): ReadModelState<FunctionReturnType<Query>> {
  const position = tokenOf(after);
  const isReached = useReached(position);
  const asked = position === null || isReached.already ? "skip" : { position };
  const now = useSnapshot({ value: { query, args }, freshness: { query: freshness, args: asked } });
  const reached = asked === "skip" || isReached.now(now.freshness === "fresh");
  const isOver = useTimedOut(position === null || reached ? null : nameOf(position), timeoutMs);

  const failure = [now.value, now.freshness].find((result) => result instanceof Error);
  if (failure !== undefined) return failed(failure);
  const value = trusted<FunctionReturnType<Query> | undefined>(now.value);
  if (!reached && isOver && onTimeout === "error") return failed(freshnessTimeout(timeoutMs));
  if (value === undefined || (!reached && !isOver))
    return { status: "loading", value, error: null };
  return { status: reached ? "fresh" : "stale", value, error: null };
}

/** Remembers the token that was reached: a read model never falls behind it again. */
function useReached(position: Position | null) {
  const [last, setLast] = useState<string | null>(null);
  const name = position && nameOf(position);
  return {
    already: name !== null && last === name,
    now: (isFresh: boolean): boolean => {
      if (isFresh) setLast(name);
      return isFresh;
    },
  };
}

const nameOf = ({ commitTs, ordinal, store }: Position) => `${commitTs}/${ordinal}/${store}`;

const failed = (error: unknown) =>
  ({ status: "error", value: undefined, error: classifyError(error) }) as const;
