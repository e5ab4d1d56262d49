import { infrastructureError } from "@convex-es/platform-base";

/** Every code this package throws with. */
export type BusErrorCode =
  | "INVALID_COMMAND_ID"
  | "INVALID_FIELD"
  | "FIELD_TOO_LONG"
  | "OUTCOME_TOO_LARGE"
  | "INVALID_RETENTION"
  | "INVALID_DEADLINE"
  | "INVALID_CURSOR";

/** What `error.data` holds; the data crosses a component boundary, the error's class does not. */
export type BusErrorData = {
  kind: "infrastructure";
  code: BusErrorCode;
  message: string;
  retryable: false;
};

/** An error of this package: thrown before anything is written, never worth a retry with the same input. */
export const busError = (code: BusErrorCode, message: string) =>
  infrastructureError({ code, message, retryable: false });
