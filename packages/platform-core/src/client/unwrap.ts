import { trusted } from "../contract/boundary.js";
import type { Refused, Rejected } from "../declarations/outcome.js";

/** What `unwrap` throws: the outcome that was not `executed`. */
export class OutcomeError extends Error {
  override name = "OutcomeError";
  constructor(readonly outcome: Rejected | Refused) {
    super(`${outcome.code}: ${outcome.message}`);
  }
  /** The rejection's or refusal's code. */
  get code(): string {
    return this.outcome.code;
  }
}

/**
 * The executed outcome, or an OutcomeError: for callers who prefer exceptions to a union.
 *
 * @example
 * const { version } = unwrap(await client.mutation(api.orders.submitOrder, { orderId }));
 */
export function unwrap<O extends { status: "executed" } | Rejected | Refused>(
  outcome: O,
): Extract<O, { status: "executed" }> {
  if (outcome.status === "executed") return trusted<Extract<O, { status: "executed" }>>(outcome);
  throw new OutcomeError(outcome);
}
