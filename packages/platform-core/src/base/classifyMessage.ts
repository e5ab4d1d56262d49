/** Codes for what Convex or the network raises, as far as a deployment lets the message through. */
export type ConvexErrorCode =
  /** Other mutations kept changing what this one read, through all of Convex's own retries. */
  | "CONTENTION"
  /** The arguments do not fit the function's validator. */
  | "INVALID_ARGUMENTS"
  /** The function returned what its `returns` validator refuses. */
  | "INVALID_RESULT"
  /** A limit of Convex on one transaction, document or call. */
  | "LIMIT_EXCEEDED"
  /** The function took too long. */
  | "TIMEOUT"
  /** The deployment could not be reached; whether the command ran is unknown, its id makes a repeat safe. */
  | "NETWORK"
  /** The deployment is short of capacity. */
  | "OVERLOADED"
  /** Anything else, such as an error whose message production redacted. */
  | "SERVER_ERROR";

type MessageRule = { pattern: RegExp; code: ConvexErrorCode; retryable: boolean };

const rules: readonly MessageRule[] = [
  {
    pattern: /OptimisticConcurrencyControlFailure|changed while this mutation was being run/,
    code: "CONTENTION",
    retryable: true,
  },
  {
    pattern: /ArgumentValidationError|Validator error/,
    code: "INVALID_ARGUMENTS",
    retryable: false,
  },
  { pattern: /ReturnsValidationError/, code: "INVALID_RESULT", retryable: false },
  {
    pattern: /timed out|SystemTimeout|UserTimeout|took too long|maximum execution time/i,
    code: "TIMEOUT",
    retryable: true,
  },
  {
    pattern: /too many (concurrent|requests)|overloaded|rate limit|ExpiredInQueue|at capacity/i,
    code: "OVERLOADED",
    retryable: true,
  },
  {
    pattern:
      /too many (documents|reads|writes|bytes|system operations|functions|index ranges)|too large|too deeply|limit exceeded|\(limit: /i,
    code: "LIMIT_EXCEEDED",
    retryable: false,
  },
  {
    pattern:
      /fetch failed|failed to fetch|^load failed|NetworkError|network (error|request)|connection (lost|refused|reset|closed)|ECONN|ENOTFOUND|EAI_AGAIN|socket hang up/i,
    code: "NETWORK",
    retryable: true,
  },
];

/** What an error of Convex or of the network means, by its message; `null` for one that is not known. */
export function classifyMessage(
  message: string,
): { code: ConvexErrorCode; retryable: boolean } | null {
  return rules.find(({ pattern }) => pattern.test(message)) ?? null;
}
