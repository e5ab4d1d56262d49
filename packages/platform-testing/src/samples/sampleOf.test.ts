import { validate } from "convex-helpers/validators";
import { v, type GenericValidator, type ValidatorJSON } from "convex/values";
import { expect, test } from "vitest";
import { sampleOf } from "./sampleOf.js";

const jsonOf = (validator: GenericValidator) =>
  (validator as unknown as { json: ValidatorJSON }).json;

test.each<GenericValidator>([
  v.null(),
  v.number(),
  v.int64(),
  v.boolean(),
  v.bytes(),
  v.string(),
  v.literal("draft"),
  v.literal(7n),
  v.array(v.object({ a: v.string() })),
  v.record(v.string(), v.number()),
  v.union(v.null(), v.object({ a: v.optional(v.number()) })),
  v.union(v.literal("x"), v.literal("y")),
  v.any(),
  v.id("users"),
])("UP-3 a sample fits its validator", (validator) => {
  const sample = sampleOf(jsonOf(validator));
  expect(validate(validator, sample, { throw: true })).toBe(true);
  expect(sampleOf(jsonOf(validator))).toEqual(sample);
});

test("UP-3 a sample has its optional fields, and not null where there is something else", () => {
  const validator = v.object({
    orderId: v.string(),
    note: v.optional(v.string()),
    customer: v.union(v.null(), v.object({ name: v.string() })),
  });
  expect(sampleOf(jsonOf(validator))).toEqual({
    ...{ orderId: "orderId", note: "note", customer: { name: "name" } },
  });
});
