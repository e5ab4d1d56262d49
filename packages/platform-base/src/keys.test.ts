import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fnv1a, joinKey, openCursor, sealCursor, splitKey } from "./keys.js";

const parts = fc.array(fc.string({ unit: "binary" }), { minLength: 1 });

describe("keys", () => {
  test("splitting gives back what was joined", () => {
    fc.assert(
      fc.property(parts, (given) => {
        expect(splitKey(joinKey(...given))).toEqual(given);
      }),
    );
    expect(joinKey("Order", "a:b%", "3")).toBe("Order:a%3Ab%25:3");
  });

  test("the hash is FNV-1a, so stored buckets stay valid", () => {
    expect(fnv1a("")).toBe(0x811c9dc5);
    expect(fnv1a("foobar")).toBe(0xbf9cf968);
  });
});

describe("cursors", () => {
  test("opening gives back what was sealed", () => {
    fc.assert(
      fc.property(parts, (given) => {
        expect(openCursor(sealCursor(given))).toEqual(given);
      }),
    );
  });

  test("a damaged cursor does not open", () => {
    const cursor = sealCursor(["eventStore", "12", "0"]);
    for (let at = 0; at < cursor.length; at++) {
      const damaged = `${cursor.slice(0, at)}${cursor[at] === "x" ? "y" : "x"}${cursor.slice(at + 1)}`;
      expect(openCursor(damaged)).toBeNull();
    }
  });

  test.each(["", ":", "1:811c9dc5", "eventStore"])("%j is not a cursor", (text) => {
    expect(openCursor(text)).toBeNull();
  });
});
