import { v, type GenericValidator, type Infer } from "convex/values";
import type { RejectionDefinition } from "./defineRejections.js";
import type { DeepReadonly } from "../base/frozen.js";
import { hiddenField, trusted } from "../contract/boundary.js";
import { synchronous } from "../base/synchronous.js";
import { DeclarationError } from "../base/infrastructureError.js";
import { Rejection } from "./ensure.js";

/** What an invariant that does not hold reports. */
export type InvariantFailure<Code extends string = string> = { code: Code; message: string };

type InvariantDeclaration<State> = { message: string; holds: (state: State) => boolean };

/** Rules about one shape of state, declared once: usable in `decide`, composable, testable alone. */
export type Invariants<State, Code extends string> = {
  /** The codes, ready to be spread into `defineRejections`' result for the aggregate. */
  readonly rejections: { readonly [C in Code]: RejectionDefinition<C, null> };
  /** Whether all of them hold. */
  check(state: State): boolean;
  /** Rejects the command with the code of the first one that does not hold. */
  assert(state: State): void;
  /** Every one that does not hold, in the order of declaration. */
  validate(state: State): InvariantFailure<Code>[];
  /** These and others as one set. */
  and<OtherCode extends string>(
    others: Invariants<State, OtherCode>,
  ): Invariants<State, Code | OtherCode>;
};

/**
 * Declares invariants of a state: code → message and rule. Rules are pure.
 *
 * @example
 * const stockInvariants = defineInvariants(vStock, {
 *   STOCK_NEGATIVE: { message: "Stock cannot go below zero.", holds: ({ onHand }) => onHand >= 0 },
 * });
 */
export function defineInvariants<Shape extends GenericValidator, Code extends string>(
  _shape: Shape,
  declarations: NoInfer<Record<string, InvariantDeclaration<CheckedState<Shape>>>> &
    Record<Code, unknown>,
): Invariants<CheckedState<Shape>, Code> {
  const rules = Object.entries<InvariantDeclaration<CheckedState<Shape>>>(declarations);
  for (const [code] of rules) {
    if (!/^[A-Z][A-Z0-9_]*$/.test(code)) {
      throw new DeclarationError(
        `defineInvariants: "${code}" is not a valid code; use SCREAMING_SNAKE, such as STOCK_NEGATIVE.`,
      );
    }
  }
  return invariantsOf<CheckedState<Shape>, Code>(rules);
}

type CheckedState<Shape extends GenericValidator> = DeepReadonly<Infer<Shape>>;
type InvariantRule<State> = [code: string, declaration: InvariantDeclaration<State>];

function invariantsOf<State, Code extends string>(
  rules: readonly InvariantRule<State>[],
): Invariants<State, Code> {
  const validate = (state: State) =>
    rules
      .filter((rule) => !isHeld(rule, state))
      .map(([code, { message }]) => ({ code: trusted<Code>(code), message }));
  const rejections = rules.map(([code, { message }]) => [code, rejectionOf(code, message)]);
  const invariants: Invariants<State, Code> = {
    rejections: trusted(Object.fromEntries(rejections)),
    check: (state) => rules.every((rule) => isHeld(rule, state)),
    assert: (state) => {
      const broken = rules.find((rule) => !isHeld(rule, state));
      if (broken !== undefined) throw new Rejection(broken[0], broken[1].message, null);
    },
    validate,
    and: (others) => invariantsOf([...rules, ...(rulesField.of(others) ?? [])]),
  };
  return rulesField.put(invariants, rules);
}

/** A rule that answers with anything but a boolean, such as a promise, would always hold. */
function isHeld<State>([code, { holds }]: InvariantRule<State>, state: State): boolean {
  const held: unknown = synchronous(holds(state));
  if (typeof held === "boolean") return held;
  throw new Error(`the rule of ${code} returned ${typeof held}; return true or false`);
}

const rulesField = hiddenField<readonly InvariantRule<never>[]>("invariants");

const rejectionOf = (code: string, message: string): RejectionDefinition<string, null> => ({
  code,
  message,
  details: v.null(),
});
