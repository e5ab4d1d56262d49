import fc from "fast-check";
import { expect, test } from "vitest";
import { deepFreeze } from "./deepFreeze.js";

const isDeepFrozen = (value: unknown): boolean =>
  typeof value !== "object" ||
  value === null ||
  value instanceof ArrayBuffer ||
  (Object.isFrozen(value) && Object.values(value).every(isDeepFrozen));

test("AG-1 any value is frozen through and through and says the same as before", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const before = structuredClone(value);
      const frozen = deepFreeze(value);
      expect(isDeepFrozen(frozen)).toBe(true);
      expect(frozen).toEqual(before);
    }),
  );
});

test("AG-1 a value that is frozen at the top only is frozen below as well", () => {
  expect(isDeepFrozen(deepFreeze(Object.freeze({ list: [{}] })))).toBe(true);
});

test("AG-1 bytes are copied every time, also inside of what was frozen before", () => {
  const value = { inner: { bytes: Uint8Array.of(1).buffer } };
  const first = deepFreeze(deepFreeze(value));
  new Uint8Array(first.inner.bytes)[0] = 9;
  expect(new Uint8Array(value.inner.bytes)[0]).toBe(1);
  expect(new Uint8Array(deepFreeze(value).inner.bytes)[0]).toBe(1);
});

test("AG-1 fields that are undefined are dropped, as Convex drops them", () => {
  expect(deepFreeze({ a: undefined, b: [{ c: undefined }] })).toStrictEqual({ b: [{}] });
});

test("AG-1 what is not a Convex value, or endless, is left to the check of the value", () => {
  const map = new Map();
  const endless: Record<string, unknown> = {};
  endless["self"] = endless;
  expect(deepFreeze({ map }).map).toBe(map);
  expect(deepFreeze(endless)).toBe(endless);
});

test("AG-1 what was frozen once is not walked again", () => {
  const value = deepFreeze({ list: [1, 2, 3] });
  expect(deepFreeze({ value }).value).toBe(value);
});
