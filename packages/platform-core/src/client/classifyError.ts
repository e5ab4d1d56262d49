import { classifyMessage } from "../base/classifyMessage.js";
import {
  infrastructureDataOf,
  messageOf,
  type InfrastructureErrorData,
} from "../base/infrastructureError.js";

/** What went wrong with a call, in one shape whoever raised it. */
export type ClassifiedError = InfrastructureErrorData;

/**
 * Brings whatever a call threw into the shape of an infrastructure error. What is recognised by nothing, such as an
 * error whose message production redacted, becomes SERVER_ERROR and is not worth a retry.
 *
 * @example
 * const { code, retryable } = classifyError(error);
 */
export function classifyError(error: unknown): ClassifiedError {
  const own = infrastructureDataOf(error);
  if (own !== null) return own;
  const message = messageOf(error);
  const { code, retryable } = classifyMessage(message) ?? {
    code: "SERVER_ERROR",
    retryable: false,
  };
  return { kind: "infrastructure", code, message, retryable };
}
