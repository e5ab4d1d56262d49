import { v, type GenericValidator, type Value } from "convex/values";
import { expect, test } from "vitest";
import { createEngine } from "../createEngine.js";
import { returnCheck } from "./returnCheck.js";
import { testApp } from "../../../test/engineApp/app.js";

const check = (validator: GenericValidator, value: Value) =>
  returnCheck("f", JSON.stringify((validator as unknown as { json: unknown }).json))(value);

const person = v.object({ name: v.string(), age: v.optional(v.number()) });

test.each<[string, GenericValidator, Value]>([
  ["null", v.null(), null],
  ["an int64", v.int64(), 1n],
  ["an object without its optional field", person, { name: "a" }],
  ["a union's second member", v.union(v.literal("a"), v.literal(2n)), 2n],
  ["a record", v.record(v.string(), v.array(v.boolean())), { x: [true] }],
  ["bytes", v.bytes(), new ArrayBuffer(1)],
])("a return value that is %s passes", (_name, validator, value) => {
  expect(check(validator, value)).toBeUndefined();
});

test.each<[string, GenericValidator, Value]>([
  ["a number for a string", v.string(), 1],
  ["a missing field", person, {}],
  ["a field too many", person, { name: "a", more: 1 }],
  ["no member of a union", v.union(v.literal("a"), v.null()), "b"],
  ["a wrong element", v.array(v.number()), [1, "2"]],
])("a return value that is %s is refused", (_name, validator, value) => {
  expect(() => check(validator, value)).toThrow("Return value validation failed");
});

test("a mutation whose return value is refused is rolled back", async () => {
  const engine = await createEngine(testApp);
  await expect(engine.call({ fn: "orders:brokenPromise" })).rejects.toThrow("Return value");
  expect((await engine.call({ fn: "orders:all" })).value).toEqual([]);
});
