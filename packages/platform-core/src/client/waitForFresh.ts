import { trusted } from "../contract/boundary.js";
import type { Position } from "../declarations/outcome.js";
import type { Freshness, FreshnessQuery } from "./Freshness.js";
import { afterTimeout } from "./afterTimeout.js";
import { defaultTimeoutMs, freshnessTimeout } from "./freshnessTimeout.js";
import { tokenOf, type After } from "./tokenOf.js";

/** Whatever can subscribe to a query: ConvexClient. */
export type QuerySubscriber = {
  /** Calls back with every result until the returned function is called. */
  onUpdate(
    query: FreshnessQuery,
    args: { position: Position | null },
    callback: (freshness: Freshness) => unknown,
    onError: (error: Error) => unknown,
  ): () => void;
};

/** How long to wait for a read model, and what then. */
export type WaitOptions = {
  /** Milliseconds (default 10,000); `Infinity` or more than 24 days: no limit. */
  timeoutMs?: number | undefined;
  /** `stale` (the default) answers so; `error` throws FRESHNESS_TIMEOUT. */
  onTimeout?: "stale" | "error" | undefined;
  /** Ends the wait with its reason. */
  signal?: AbortSignal | undefined;
};

/**
 * Waits by subscription until a read model shows what a command did, and says whether it does; at once when nothing is left to wait
 * for. Throws POSITION_UNKNOWN for a position of another deployment, FRESHNESS_TIMEOUT where that is asked for, a RangeError for a
 * timeout that is not a number from 0 on, and the reason of an abort. One subscription, ended with the wait.
 *
 * @example
 * await waitForFresh(client, { freshness: api.orders.salesFreshness, after: outcome }, { timeoutMs: 2_000 });
 */
export async function waitForFresh(
  client: QuerySubscriber,
  { freshness, after }: { freshness: FreshnessQuery; after: After },
  { timeoutMs = defaultTimeoutMs, onTimeout = "stale", signal }: WaitOptions = {},
): Promise<Freshness> {
  signal?.throwIfAborted();
  const position = tokenOf(after);
  if (position === null) return "fresh";
  const ends: (() => void)[] = [];
  try {
    return await new Promise<Freshness>((resolve, reject) => {
      const timeOut = () =>
        onTimeout === "stale" ? resolve("stale") : reject(freshnessTimeout(timeoutMs));
      ends.push(afterTimeout(timeoutMs, timeOut));
      const abort = () => reject(trusted<Error>(signal?.reason));
      signal?.addEventListener("abort", abort);
      ends.push(() => signal?.removeEventListener("abort", abort));
      const answer = (now: Freshness) => now === "fresh" && resolve(now);
      ends.push(client.onUpdate(freshness, { position }, answer, reject));
    });
  } finally {
    for (const end of ends) end();
  }
}
