import { infrastructureError } from "@convex-es/platform-base";

/** Every code this component throws with. */
export type CoreErrorCode = "NOT_INSTALLED" | "UNKNOWN_CONSUMER" | "UNKNOWN_LETTER";

/** An error of the component: thrown before anything is written. */
export const coreError = (code: CoreErrorCode, message: string) =>
  infrastructureError({ code, message, retryable: false });
