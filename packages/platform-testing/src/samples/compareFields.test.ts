import fc from "fast-check";
import { v, type GenericValidator, type ValidatorJSON } from "convex/values";
import { expect, test } from "vitest";
import { compareFields } from "./compareFields.js";

const jsonOf = (validator: GenericValidator) =>
  (validator as unknown as { json: ValidatorJSON }).json;
const compare = (before: GenericValidator, today: GenericValidator) =>
  compareFields(jsonOf(before), jsonOf(today)).map(
    ({ what, isAdditive }) => `${isAdditive ? "additive" : "breaking"} ${what}`,
  );
const object = (fields: Record<string, GenericValidator>) => v.object(fields as never);

const item = v.object({ n: v.number() });

test.each<[Record<string, GenericValidator>, Record<string, GenericValidator>, string[]]>([
  [{ a: v.string() }, { a: v.string() }, []],
  [{ a: v.string(), b: v.number() }, { b: v.number(), a: v.string() }, []],
  [{}, { a: v.optional(v.string()) }, ["additive adds a"]],
  [{}, { a: v.string() }, ["breaking adds a"]],
  [{ a: v.string() }, {}, ["breaking drops a"]],
  [{ a: v.string() }, { a: v.optional(v.string()) }, ["additive a becomes optional"]],
  [{ a: v.optional(v.string()) }, { a: v.string() }, ["breaking a becomes required"]],
  [{ a: v.string() }, { a: v.number() }, ["breaking a changes"]],
  [{ a: v.string() }, { a: v.union(v.string(), v.null()) }, ["additive a changes"]],
  [{ a: v.union(v.string(), v.null()) }, { a: v.string() }, ["breaking a changes"]],
  [{ a: v.literal("x") }, { a: v.string() }, ["additive a changes"]],
  [{ a: v.literal(1) }, { a: v.string() }, ["breaking a changes"]],
  [{ a: v.literal(1n) }, { a: v.int64() }, ["additive a changes"]],
  [{ a: v.literal("x") }, { a: v.union(v.literal("x"), v.literal("y")) }, ["additive a changes"]],
  [{ a: v.union(v.literal("x"), v.literal("y")) }, { a: v.literal("x") }, ["breaking a changes"]],
  [{ a: v.id("users") }, { a: v.string() }, ["additive a changes"]],
  [{ a: v.id("users") }, { a: v.id("people") }, ["breaking a changes"]],
  [{ a: v.number() }, { a: v.any() }, ["additive a changes"]],
  [{ a: v.array(item) }, { a: v.array(object({ n: v.string() })) }, ["breaking a[].n changes"]],
  [
    { a: v.record(v.string(), item) },
    { a: v.record(v.string(), object({ n: v.number(), m: v.optional(v.number()) })) },
    ["additive adds a{}.m"],
  ],
  [{ a: item }, { a: v.union(v.null(), item) }, ["additive a changes"]],
])("UP-3 %o to %o is told field by field", (before, today, differences) => {
  expect(compare(object(before), object(today))).toEqual(differences);
});

const leaf = fc.constantFrom<GenericValidator>(
  ...[v.string(), v.number(), v.null(), v.any(), v.literal("x"), v.literal(1), v.id("t")],
);
const { validator } = fc.letrec<{ validator: GenericValidator }>((tie) => ({
  validator: fc.oneof(
    { maxDepth: 3 },
    leaf,
    tie("validator").map((inner) => v.array(inner as never)),
    tie("validator").map((inner) => v.record(v.string(), inner as never)),
    fc.tuple(tie("validator"), tie("validator")).map(([a, b]) => v.union(a as never, b as never)),
    fc.dictionary(fc.constantFrom("a", "b"), tie("validator")).map(object),
  ),
}));

test("UP-3 a comparison comes to an end, and nothing differs from itself", () => {
  fc.assert(
    fc.property(validator, validator, (one, other) => {
      expect(compare(one, one)).toEqual([]);
      expect(compare(one, other).length).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 500 },
  );
});
