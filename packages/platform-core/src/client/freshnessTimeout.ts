import type { ConvexError } from "convex/values";
import { infrastructureError, type InfrastructureErrorData } from "../base/infrastructureError.js";

/** Milliseconds that a reader waits for a read model unless it says otherwise. */
export const defaultTimeoutMs = 10_000;

/** The error of those who chose `onTimeout: "error"`. */
export const freshnessTimeout = (timeoutMs: number): ConvexError<InfrastructureErrorData> =>
  infrastructureError(
    "FRESHNESS_TIMEOUT",
    `The read model has not caught up within ${timeoutMs} ms: its projection is behind or stopped.`,
    true,
  );
