import fc from "fast-check";
import type { Value } from "convex/values";
import { expect, test } from "vitest";
import { firstDifference } from "./firstDifference.js";

test.each<[Value, Value, string]>([
  [1, 2, ""],
  [{ a: 1, b: 2 }, { a: 1, b: 3 }, "b"],
  [{ a: { b: [1, 2] } }, { a: { b: [1, 3] } }, "a.b[1]"],
  [{ a: [] }, { a: {} }, "a"],
  [{ a: 1 }, { b: 1 }, "a"],
  [[1], [1, 2], "[1]"],
  [0, -0, ""],
  [1, 1n, ""],
])("AG-4 %o and %o differ first at %j", (left, right, path) => {
  expect(firstDifference(left, right)?.path).toBe(path);
});

test("AG-4 bytes are compared as a whole", () => {
  const bytes = (n: number) => ({ a: Uint8Array.of(n).buffer });
  expect(firstDifference(bytes(1), bytes(2))?.path).toBe("a");
  expect(firstDifference(bytes(1), bytes(1))).toBeNull();
});

test("AG-4 a value does not differ from its copy", () => {
  const twice: fc.Arbitrary<unknown[]> = fc.clone(fc.jsonValue(), 2);
  fc.assert(
    fc.property(twice, ([value, copy]) => {
      expect(firstDifference(value as Value, copy as Value)).toBeNull();
    }),
  );
});
