import { conforming } from "../base/conforming.js";
import type { AnyAggregate } from "../declarations/defineAggregate.js";
import {
  builtInRejections,
  type BuiltInDetails,
  type BuiltInRejection,
  type RejectionDefinition,
} from "../declarations/defineRejections.js";
import type { Rejection } from "../declarations/ensure.js";
import { infrastructureError } from "../base/infrastructureError.js";
import { own } from "../base/own.js";

/** A business rule said no. */
export type RejectedDecision = {
  kind: "rejected";
  code: string;
  message: string;
  details: unknown;
};

/** A rejection every aggregate has. */
export function rejectedBuiltIn<Code extends BuiltInRejection>(
  code: Code,
  details: BuiltInDetails[Code],
): RejectedDecision {
  return { kind: "rejected", code, message: builtInRejections[code].message, details };
}

/** What a decision threw, checked against the aggregate's declaration of its codes. */
export function rejectedBy(aggregate: AnyAggregate, rejection: Rejection): RejectedDecision {
  const definition = own<RejectionDefinition<string, unknown>>(
    aggregate.rejections,
    rejection.code,
  );
  if (definition === undefined) {
    throw infrastructureError(
      "UNDECLARED_REJECTION",
      `A decision on ${aggregate.name} rejected with ${rejection.code}, which is not among the aggregate's rejections.`,
    );
  }
  const { code, message } = definition;
  const what = `The details of ${code}`;
  const blame = { code: "INVALID_REJECTION", what } as const;
  const details = conforming(rejection.details, definition.details, blame);
  return { kind: "rejected", code, message, details };
}
