import { trusted } from "../contract/boundary.js";
import {
  v,
  type ObjectType,
  type PropertyValidators,
  type VObject,
  type VNull,
} from "convex/values";
import { refusalCodes } from "./refusalCodes.js";
import { DeclarationError } from "../base/infrastructureError.js";

/** One reason to refuse a command: a stable code, a message for people, and the shape of its details. */
export type RejectionDefinition<Code extends string, Details> = {
  readonly code: Code;
  readonly message: string;
  readonly details: VObject<Details, PropertyValidators> | VNull;
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any details
export type RejectionCatalog = { readonly [code: string]: RejectionDefinition<string, any> };

export type DetailsOf<Definition> =
  Definition extends RejectionDefinition<string, infer Details> ? Details : never;

type RejectionDeclaration = { message: string; details?: PropertyValidators | undefined };
type RejectionsOf<Declarations extends Record<string, RejectionDeclaration>> = {
  readonly [Code in keyof Declarations & string]: RejectionDefinition<
    Code,
    Declarations[Code]["details"] extends PropertyValidators
      ? ObjectType<Declarations[Code]["details"]>
      : null
  >;
};

/**
 * Declares the codes with which an aggregate refuses commands. They are literals everywhere: in `ensure`, in the
 * outcome the client receives and in tests.
 *
 * @example
 * export const orderRejections = defineRejections({
 *   ORDER_NOT_DRAFT: { message: "Only a draft order can be changed.", details: { status: vStatus } },
 * });
 */
export function defineRejections<const Declarations extends Record<string, RejectionDeclaration>>(
  declarations: Declarations,
): RejectionsOf<Declarations> {
  for (const [code, { message }] of Object.entries<RejectionDeclaration>(declarations)) {
    assertRejection(code, message);
  }
  return catalogOf(declarations);
}

const tooLarge = { code: v.string(), path: v.string(), limit: v.number(), actual: v.number() };

/** The codes every aggregate has without declaring them, with what their details say. */
export const builtInRejections = catalogOf({
  STALE_VERSION: {
    message: "The aggregate has changed since the version you expected; load it and decide again.",
    details: { expected: v.number(), actual: v.number() },
  },
  NOT_FOUND: { message: "The aggregate does not exist; create it first." },
  ALREADY_EXISTS: {
    message: "An aggregate with this id exists already; choose another id.",
    details: { version: v.number() },
  },
  STREAM_CLOSED: {
    message: "The aggregate was closed for good; use another one.",
    details: { reason: v.string(), closedAt: v.number() },
  },
  STATE_TOO_LARGE: {
    message:
      "The aggregate's state would exceed its size limit; split the aggregate or store less in it.",
    details: tooLarge,
  },
  EVENT_TOO_LARGE: {
    message: "An event of this command exceeds a size limit; send less in one command.",
    details: tooLarge,
  },
  TOO_MANY_EVENTS: {
    message: "The command yields more than one append takes; split it.",
    details: { unit: v.string(), limit: v.number(), actual: v.number() },
  },
});

export type BuiltInRejections = typeof builtInRejections;
export type BuiltInRejection = keyof BuiltInRejections;
export type BuiltInDetails = {
  [Code in BuiltInRejection]: DetailsOf<BuiltInRejections[Code]>;
};

function catalogOf<const Declarations extends Record<string, RejectionDeclaration>>(
  declarations: Declarations,
): RejectionsOf<Declarations> {
  const define = ([code, { message, details }]: [string, RejectionDeclaration]) => [
    code,
    { code, message, details: details === undefined ? v.null() : v.object(details) },
  ];
  return trusted<RejectionsOf<Declarations>>(
    Object.fromEntries(Object.entries(declarations).map(define)),
  );
}

function assertRejection(code: string, message: string): void {
  if (!/^[A-Z][A-Z0-9_]{0,127}$/.test(code)) {
    throw new DeclarationError(
      `defineRejections: "${code}" is not a valid rejection code; use SCREAMING_SNAKE, such as ORDER_NOT_DRAFT.`,
    );
  }
  if (Object.hasOwn(builtInRejections, code)) {
    throw new DeclarationError(
      `defineRejections: ${code} is built in; every aggregate has it, do not declare it.`,
    );
  }
  if (refusalCodes.some((refusal) => refusal === code)) {
    throw new DeclarationError(
      `defineRejections: ${code} is how the platform refuses a command; choose another code.`,
    );
  }
  if (typeof message !== "string" || message === "") {
    throw new DeclarationError(`defineRejections: ${code} needs a message that people can read.`);
  }
}
