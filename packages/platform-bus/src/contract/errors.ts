import { ConvexError } from "convex/values";

/** Every code this package throws with. */
export type BusErrorCode =
  | "INVALID_COMMAND_ID"
  | "FIELD_TOO_LONG"
  | "OUTCOME_TOO_LARGE"
  | "INVALID_RETENTION"
  | "INVALID_DEADLINE"
  | "INVALID_CURSOR";

/** What `error.data` holds; it is what survives a component boundary. */
export type BusErrorData = {
  kind: "infrastructure";
  code: BusErrorCode;
  message: string;
  retryable: false;
};

/** An error of this package: thrown before anything is written, never worth a retry with the same input. */
export function busError(code: BusErrorCode, message: string): ConvexError<BusErrorData> {
  return new ConvexError({ kind: "infrastructure", code, message, retryable: false });
}
