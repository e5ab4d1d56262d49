import type { Value } from "convex/values";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fingerprint } from "./fingerprint.js";

const key = fc
  .string({ unit: fc.integer({ min: 32, max: 126 }).map((c) => String.fromCharCode(c)) })
  .filter((k) => !k.startsWith("$") && k !== "__proto__");
const leaf = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.double(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.string({ unit: "binary" }),
  fc.uint8Array({ maxLength: 9 }).map((bytes) => Uint8Array.from(bytes).buffer),
);
const { value: anyValue, object: anyObject } = fc.letrec<{
  value: Value;
  object: Record<string, Value>;
}>((tie) => ({
  value: fc.oneof({ depthSize: "small" }, leaf, fc.array(tie("value")), tie("object")),
  object: fc.dictionary(key, tie("value"), { noNullPrototype: true }),
}));

const isObject = (value: Value): value is Record<string, Value> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof ArrayBuffer);

/** The same value with the keys of every object in the opposite order. */
function reversed(value: Value): Value {
  if (Array.isArray(value)) return value.map(reversed);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([k, v]) => [k, reversed(v)] as const);
  return Object.fromEntries(entries.reverse());
}

/** Equality of Convex values, said independently of JSON: Object.is on numbers, bytes by content. */
function same(a: Value, b: Value): boolean {
  if (a instanceof ArrayBuffer && b instanceof ArrayBuffer) {
    return `${new Uint8Array(a)}` === `${new Uint8Array(b)}`;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, n) => same(item, b[n]!));
  }
  if (!isObject(a) || !isObject(b)) return Object.is(a, b);
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((k) => Object.hasOwn(b, k) && same(a[k] as Value, b[k] as Value))
  );
}

describe("fingerprint", () => {
  test("CB-2 is the SHA-256 of the canonical text, so it never changes between releases", () => {
    expect(fingerprint({})).toBe(
      "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
    );
    expect(fingerprint({ b: [1, "é"], a: null })).toBe(fingerprint({ a: null, b: [1, "\u00e9"] }));
  });

  test("CB-1 the order of keys is irrelevant at every depth", () => {
    fc.assert(
      fc.property(anyObject, (payload) => {
        expect(fingerprint(reversed(payload))).toBe(fingerprint(payload));
      }),
    );
  });

  test("CB-1 a field that is undefined is a field that is not there", () => {
    fc.assert(
      fc.property(anyObject, key, (payload, extra) => {
        fc.pre(!Object.hasOwn(payload, extra));
        expect(fingerprint({ ...payload, [extra]: undefined })).toBe(fingerprint(payload));
      }),
    );
  });

  test("CB-2 two payloads have the same fingerprint only when they are the same value", () => {
    fc.assert(
      fc.property(anyValue, anyValue, (a, b) => {
        expect(fingerprint({ a }) === fingerprint({ a: b })).toBe(same(a, b));
      }),
    );
  });

  test("CB-2 a change of any one field matters", () => {
    fc.assert(
      fc.property(anyObject, key, anyValue, (payload, field, value) => {
        const changed = { ...payload, [field]: value };
        expect(fingerprint(changed) === fingerprint(payload)).toBe(same(changed, payload));
      }),
    );
  });

  test.each<[string, Value, Value]>([
    ["0 and -0", 0, -0],
    ["NaN and null", Number.NaN, null],
    ["the two infinities", Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ["int64 and number", 1n, 1],
    ["number and text", 1, "1"],
    ["bytes and their base64", new Uint8Array([1, 2, 3]).buffer, "AQID"],
    ["null and absent", { a: null }, {}],
    ["an empty list and an empty object", [], {}],
    ["a list in another order", [1, 2], [2, 1]],
    ["composed and decomposed text", "\u00e9", "e\u0301"],
    ["two lone surrogates", "\ud800", "\ud801"],
    ["nesting", { a: { b: 1 } }, { a: 1, b: 1 }],
    ["a name moved into the value", { ab: "c" }, { a: "bc" }],
  ])("CB-2 tells apart %s", (_, a, b) => {
    expect(fingerprint(a)).not.toBe(fingerprint(b));
  });

  test("CB-2 refuses what Convex cannot hold instead of hashing less than it got", () => {
    const unsupported = [new Date(0), new Set([1]), new Uint8Array(1), 2n ** 63n, { $key: 1 }];
    for (const value of unsupported) {
      expect(() => fingerprint(value as unknown as Value)).toThrow();
    }
  });
});
