import { v } from "convex/values";
import { expect, expectTypeOf, test } from "vitest";
import { defineInvariants } from "./defineInvariants.js";
import { isRejection } from "./ensure.js";

const vStock = v.object({ onHand: v.number(), reserved: v.number() });
const stock = defineInvariants(vStock, {
  STOCK_NEGATIVE: { message: "Stock cannot go below zero.", holds: ({ onHand }) => onHand >= 0 },
  OVERRESERVED: {
    message: "No more can be reserved than there is.",
    holds: ({ onHand, reserved }) => reserved <= onHand,
  },
});
const whole = defineInvariants(vStock, {
  STOCK_FRACTIONAL: {
    message: "Stock is counted in whole units.",
    holds: ({ onHand }) => Number.isInteger(onHand),
  },
});
const good = { onHand: 2, reserved: 1 };
const bad = { onHand: -1.5, reserved: 1 };
const thrownBy = (work: () => void): unknown => {
  try {
    work();
    return null;
  } catch (error) {
    return error;
  }
};

test("AG-6 an invariant is checked as a boolean", () => {
  expect([stock.check(good), stock.check(bad)]).toEqual([true, false]);
});

test("AG-6 assert rejects with the code and message of the first failure", () => {
  expect(thrownBy(() => stock.assert(good))).toBeNull();
  const error = thrownBy(() => stock.assert(bad));
  expect(isRejection(error)).toBe(true);
  expect(error).toMatchObject({ code: "STOCK_NEGATIVE", message: "Stock cannot go below zero." });
});

test("AG-6 validate reports all failures in the order of declaration", () => {
  expect(stock.validate(good)).toEqual([]);
  expect(stock.validate(bad).map(({ code }) => code)).toEqual(["STOCK_NEGATIVE", "OVERRESERVED"]);
});

test("AG-6 a set composes invariants", () => {
  const all = stock.and(whole);
  expect(all.validate(bad).map(({ code }) => code)).toEqual([
    "STOCK_NEGATIVE",
    "OVERRESERVED",
    "STOCK_FRACTIONAL",
  ]);
  expect(all.check(good)).toBe(true);
  expect(stock.validate(bad)).toHaveLength(2);
});

test("AG-6 code and message are declared once: the rejections come from the invariants", () => {
  expect(Object.keys(stock.rejections)).toEqual(["STOCK_NEGATIVE", "OVERRESERVED"]);
  expect(stock.rejections.OVERRESERVED.message).toBe("No more can be reserved than there is.");
  expectTypeOf(stock.rejections).toHaveProperty("STOCK_NEGATIVE");
  // @ts-expect-error -- no such invariant
  expect(stock.rejections.NONE).toBeUndefined();
});

test("AG-6 a code that is none is refused at declaration", () => {
  expect(() => defineInvariants(vStock, { notACode: { message: "", holds: () => true } })).toThrow(
    "SCREAMING_SNAKE",
  );
});

test.each<[string, () => unknown]>([
  ["a promise", async () => Promise.resolve(false)],
  ["nothing", () => undefined],
  ["a number", () => 0],
])("AG-6 a rule that returns %s is a mistake: it must not hold for ever", (_, holds) => {
  const rules = defineInvariants(v.object({}), {
    BROKEN: { message: "Broken.", holds: holds as never },
  });
  for (const judge of [rules.check, rules.assert, rules.validate]) {
    expect(() => judge({})).toThrow(/must be synchronous|the rule of BROKEN returned/);
  }
});
