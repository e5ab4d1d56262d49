import fc from "fast-check";
import { expect, test } from "vitest";
import { deterministicId, type IdKey } from "./deterministicId.js";

test("AG-9 an id is the same wherever it is made", () => {
  // Pinned: any change here changes the ids of entities that exist.
  expect(deterministicId("product", "SKU-1")).toBe("product_e634419cde4df2032b219d7eb8f238c1");
  expect(deterministicId("product", "SKU-1")).toBe(deterministicId("product", "SKU-1"));
});

test("AG-9 the order of keys matters", () => {
  expect(deterministicId("seat", "a", "b")).not.toBe(deterministicId("seat", "b", "a"));
});

test("AG-9 other keys, other types and other entities make other ids", () => {
  const vKey = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.bigInt(),
  );
  const vKeys = fc.array(vKey, { minLength: 1, maxLength: 3 });
  const same = (a: readonly IdKey[], b: readonly IdKey[]) =>
    a.length === b.length && a.every((key, index) => Object.is(key, b[index]) || key === b[index]);
  fc.assert(
    fc.property(vKeys, vKeys, (a, b) => {
      const [idA, idB] = [a, b].map((keys) => deterministicId("thing", ...(keys as [IdKey])));
      expect(idA === idB).toBe(same(a, b));
    }),
  );
  expect(deterministicId("seat", "a")).not.toBe(deterministicId("table", "a"));
  expect(deterministicId("seat", "a", "b")).not.toBe(deterministicId("seat", "ab"));
});

test("AG-9 an id fits everywhere an id goes", () => {
  expect(deterministicId("product", "Größe \u{1F600}/:%")).toMatch(/^product_[0-9a-f]{32}$/);
});

test("AG-9 an entity name or key that cannot be one is refused", () => {
  expect(() => deterministicId("no name", 1)).toThrow("entity name");
  expect(() => deterministicId("product", "\ud800")).toThrow("surrogate");
});

test.each([[{}], [{ a: 1 }], [[]], [undefined], [Symbol("s")]])(
  "AG-9 a key that no id can be derived from is refused: %s",
  (key) => {
    expect(() => deterministicId("e", key as never)).toThrow(/a key is of the type/);
  },
);
