/** One thing that is wrong with the input: where, and what to do about it. */
export type InputIssue = { path: string; message: string };

/** What each refusal says beside its message. */
export type RefusalDetails = {
  UNAUTHENTICATED: null;
  FORBIDDEN: null;
  /** Milliseconds until the next attempt may succeed. */
  RATE_LIMITED: { retryAfter: number };
  COMMAND_ID_REUSED: { differs: "type" | "payload" | "caller" };
  INVALID_INPUT: { issues: InputIssue[] };
  /** The middleware that refused, and what it made of the input when that is why. */
  HOOK_FAILED: { hook: string; issues?: InputIssue[] };
};
export type RefusalCode = keyof RefusalDetails;
/** Every code with which the platform refuses a command before it decides. */
export const refusalCodes = [
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "RATE_LIMITED",
  "COMMAND_ID_REUSED",
  "INVALID_INPUT",
  "HOOK_FAILED",
] as const satisfies readonly RefusalCode[];
