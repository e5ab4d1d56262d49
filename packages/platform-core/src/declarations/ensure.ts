import type { DeepReadonly } from "../base/frozen.js";
import { hiddenField } from "../contract/boundary.js";
import type { DetailsOf, RejectionCatalog } from "./defineRejections.js";

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

type AnyRejection = RejectionCatalog[string];
type DetailsArgument<Details> = Details extends null ? [] : [details: DeepReadonly<Details>];

/**
 * Requires a fact inside `decide` (or an invariant): when it does not hold, the command is rejected with the given
 * code and nothing but the command record is written. Narrows the type of what was tested.
 *
 * @example
 * ensure(order.status === "draft", orderRejections.ORDER_NOT_DRAFT, { status: order.status });
 */
export function ensure<Definition extends AnyRejection>(
  fact: unknown,
  rejection: Definition,
  ...details: DetailsArgument<DetailsOf<Definition>>
): asserts fact {
  if (!fact || isForeign(rejection)) {
    throw new Rejection(rejection.code, rejection.message, details[0] ?? null);
  }
}

let declared: RejectionCatalog | null = null;

/**
 * Runs a decision that may reject with these codes only: with any other one `ensure` throws although its fact holds, since an
 * assertion cannot be bound to an aggregate in types.
 */
export function rejectingWith<T>(rejections: RejectionCatalog, decide: () => T): T {
  const outer = declared;
  declared = rejections;
  try {
    return decide();
  } finally {
    declared = outer;
  }
}

const isForeign = ({ code }: AnyRejection) => declared !== null && !Object.hasOwn(declared, code);

/**
 * Rejects the command, inside `decide`: for details that exist only where the fact has failed, where `ensure` would have to
 * be told them before. What follows is not reached, so that the compiler narrows as after a `throw`.
 *
 * @example
 * if (order.status !== "draft") reject(orderRejections.ORDER_NOT_DRAFT, { status: order.status });
 */
export function reject<Definition extends AnyRejection>(
  rejection: Definition,
  ...details: DetailsArgument<DetailsOf<Definition>>
): never {
  throw new Rejection(rejection.code, rejection.message, details[0] ?? null);
}
