import { infrastructureDataOf, type InfrastructureErrorData } from "../infrastructureError.js";

/** What went wrong with a call, in one shape whoever raised it. */
export type ClassifiedError = InfrastructureErrorData;

type Rule = { pattern: RegExp; code: string; retryable: boolean };

// What Convex and the network say, as far as a deployment lets the message through.
const rules: readonly Rule[] = [
  { pattern: /OptimisticConcurrencyControlFailure|changed while this mutation was being run/i, code: "CONTENTION", retryable: true },
  { pattern: /ArgumentValidationError|does not match validator/i, code: "INVALID_ARGUMENTS", retryable: false },
  { pattern: /ReturnsValidationError/i, code: "INVALID_RESULT", retryable: false },
  { pattern: /too many (documents|reads|writes|bytes|system operations)|too large|exceeded/i, code: "LIMIT_EXCEEDED", retryable: false },
  { pattern: /timed out|SystemTimeout|UserTimeout/i, code: "TIMEOUT", retryable: true },
  { pattern: /fetch failed|failed to fetch|network|connection|ECONN|socket/i, code: "NETWORK", retryable: true },
  { pattern: /overloaded|rate.?limit|TooManyConcurrent|ExpiredInQueue|WorkerOverloaded/i, code: "OVERLOADED", retryable: true },
];

/**
 * Brings whatever a call threw into the shape of an infrastructure error. What is recognised by nothing, such as an
 * error whose message production redacted, becomes SERVER_ERROR and is not worth a retry.
 */
export function classifyError(error: unknown): ClassifiedError {
  const own = infrastructureDataOf(error);
  if (own !== null) return own;
  const message = error instanceof Error ? error.message : String(error);
  const rule = rules.find(({ pattern }) => pattern.test(message));
  return {
    kind: "infrastructure",
    code: rule?.code ?? "SERVER_ERROR",
    message,
    retryable: rule?.retryable ?? false,
  };
}
