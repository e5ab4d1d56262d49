import { ConvexError } from "convex/values";

/** Every code this component throws with. */
export type CoreErrorCode = "NOT_INSTALLED" | "UNKNOWN_CONSUMER" | "UNKNOWN_LETTER";

/** An error of the component: thrown before anything is written. */
export function coreError(code: CoreErrorCode, message: string) {
  return new ConvexError({ kind: "infrastructure" as const, code, message, retryable: false });
}
