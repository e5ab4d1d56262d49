import { ConvexError } from "convex/values";

/** Why the command bus refused to work; the message says what to change. */
export type BusErrorCode = "INVALID_COMMAND_ID" | "FIELD_TOO_LONG" | "OUTCOME_TOO_LARGE";

/** Builds the error that a caller did not expect; only its `data` crosses the component boundary. */
export function infrastructureError(code: BusErrorCode, message: string) {
  return new ConvexError({
    kind: "infrastructure" as const,
    code,
    message: `${code}: ${message}`,
    retryable: false,
  });
}
