import { v } from "convex/values";
import { expect, test } from "vitest";
import { Account } from "../../test/bank.js";
import { DeclarationError } from "../base/infrastructureError.js";
import { defineEvents } from "./defineEvents.js";
import { defineRejections } from "./defineRejections.js";

const events = [] as const;
const decide = () => events;

// Each of these passed without a word, and meant nothing or something else.
const wrong: [what: string, declare: () => unknown, says: string][] = [
  [
    "an event of an unknown category",
    () => defineEvents({ A: { id: v.string() } }, { category: "foo" as never }),
    'defineEvents: unknown category "foo"; use one of domain, integration, trigger, fat.',
  ],
  [
    "a command with an unknown onMissing",
    () => Account.command({ decide, onMissing: "foo" as never }),
    'Account.command: unknown onMissing "foo"; use "decide" or leave it out.',
  ],
  [
    "a creation with onMissing",
    () => Account.creation({ decide, onMissing: "decide" } as never),
    "Account.creation: leave out onMissing; a creation needs an aggregate that is missing.",
  ],
  ...["RATE_LIMITED", "UNAUTHENTICATED", "HOOK_FAILED"].map((code): (typeof wrong)[number] => [
    `a rejection ${code}`,
    () => defineRejections({ [code]: { message: "No." } }),
    `defineRejections: ${code} is how the platform refuses a command; choose another code.`,
  ]),
];

test.each(wrong)("BC-1 %s is refused where it is declared", (_, declare, says) => {
  expect(declare).toThrow(DeclarationError);
  expect(declare).toThrow(says);
});
