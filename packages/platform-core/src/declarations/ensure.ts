import { hiddenField } from "../contract/boundary.js";
import type { RejectionDefinition } from "./defineRejections.js";

const rejectionMark = hiddenField<true>("rejection");

/** What `ensure` throws inside `decide`; the platform catches it there and records it as the command's outcome. */
export class Rejection extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly details: unknown,
  ) {
    super(message);
    rejectionMark.put(this, true);
  }
}

/** Tells a rejection from a bug by its mark, not by its class. */
export function isRejection(error: unknown): error is Rejection {
  return typeof error === "object" && error !== null && rejectionMark.of(error) === true;
}

type DetailsArgument<Details> = Details extends null ? [] : [details: Details];

/**
 * Requires a fact inside `decide` (or an invariant): when it does not hold, the command is rejected with the given
 * code and nothing but the command record is written. Narrows the type of what was tested.
 *
 * @example
 * ensure(order.status === "draft", orderRejections.ORDER_NOT_DRAFT, { status: order.status });
 */
export function ensure<Code extends string, Details>(
  fact: unknown,
  rejection: RejectionDefinition<Code, Details>,
  ...details: DetailsArgument<NoInfer<Details>>
): asserts fact {
  if (!fact) throw new Rejection(rejection.code, rejection.message, details[0] ?? null);
}
