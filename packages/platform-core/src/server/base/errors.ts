import { infrastructureError } from "@convex-es/platform-base";

/** Every code this component throws with. */
export type ComponentErrorCode =
  | "NOT_INSTALLED"
  | "UNKNOWN_CONSUMER"
  | "UNKNOWN_LETTER"
  | "NO_WORKERS"
  | "LETTER_UNCHANGED"
  | "UNKNOWN_DECISION"
  | "INVALID_EVENT";

/** An error of the component: thrown before anything is written. */
export const coreError = (code: ComponentErrorCode, message: string) =>
  infrastructureError({ code, message, retryable: false });
