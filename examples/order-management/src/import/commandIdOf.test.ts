// @vitest-environment node
import { isCommandId } from "@convex-es/platform-bus";
import fc from "fast-check";
import { expect, test } from "vitest";
import { commandIdOf } from "./commandIdOf.ts";

const orderId = fc.oneof(
  fc.string({ minLength: 1, maxLength: 256, unit: "binary" }),
  fc.stringMatching(/^[._:a2e-]{1,8}$/),
);
const step = fc.constantFrom("create", "line-1", "line-11", "submit", "cancel");

test("an ordinary order id stays readable in its command ids", () => {
  expect(commandIdOf("10248", "line-2")).toBe("import.10248.line-2");
});

test("whatever an order id holds, its command ids are valid", () => {
  fc.assert(fc.property(orderId, step, (id, name) => isCommandId(commandIdOf(id, name))));
  expect(isCommandId(commandIdOf("é".repeat(256), "line-999999"))).toBe(true);
});

test("two steps never share a command id, whatever their order ids hold", () => {
  const call = fc.tuple(orderId, step);
  fc.assert(
    fc.property(call, call, (a, b) => {
      const isSame = a[0] === b[0] && a[1] === b[1];
      return (commandIdOf(...a) === commandIdOf(...b)) === isSame;
    }),
  );
  const alike = ["a.b", "a_2eb", "a-b", "ab", "A.B", "a\u0301", "á", "_c3_a1"].map((id) =>
    commandIdOf(id, "create"),
  );
  expect(new Set(alike).size).toBe(alike.length);
});
