import { expect, test } from "vitest";
import { defineBoundedContext } from "./defineBoundedContext.js";
import { DeclarationError } from "../base/infrastructureError.js";

const declare = (options: unknown) => () => defineBoundedContext("loans", options as never);

test.each([
  ["no options at all", undefined, "list its commands"],
  ["projections that are no array", { commands: {}, projections: { loans: {} } }, "as an array"],
  ["a command that is undefined", { commands: { lendBook: undefined } }, "circular import"],
  ["a projection that is undefined", { commands: {}, projections: [undefined] }, "circular import"],
])("BC-1 %s is an error at declaration that says what to do", (_what, options, message) => {
  expect(declare(options)).toThrow(DeclarationError);
  expect(declare(options)).toThrow(message);
});
