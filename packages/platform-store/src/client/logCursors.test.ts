import fc from "fast-check";
import { expect, test } from "vitest";
import { refusalOf } from "../server/setup.test.js";
import { decodeCursor, encodeCursor, type StorePlace } from "./logCursors.js";

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const place: fc.Arbitrary<StorePlace> = fc.record({
  store: fc.string({ unit: "grapheme" }),
  place: fc.record(
    { commitTs: int64, ordinal: fc.integer({ min: -1 }), own: fc.nat() },
    { requiredKeys: ["commitTs", "ordinal"] },
  ),
});
const places = fc.uniqueArray(place, {
  ...{ minLength: 1, maxLength: 3 },
  selector: ({ store }) => store,
});
const names = (all: StorePlace[]) => all.map(({ store }) => store);
const codeOf = async (cursor: string, stores: string[]) =>
  (await refusalOf(Promise.resolve().then(() => decodeCursor(cursor, stores)))).code;

test("ST-6 a cursor leads back to the places it was made of, in whatever order the stores are named", () => {
  fc.assert(
    fc.property(places, (all) => {
      expect(decodeCursor(encodeCursor(all), names(all).reverse())).toEqual(all);
    }),
  );
});

test("ST-6 a cursor with any character changed, lost or added is a typed error", async () => {
  const unit = fc.constantFrom(..."0123456789abcdef:%-Z".split(""));
  const edit = fc.record({ at: fc.nat(), removed: fc.nat({ max: 2 }), added: fc.string({ unit }) });
  await fc.assert(
    fc.asyncProperty(places, edit, async (all, { at, removed, added }) => {
      const cursor = encodeCursor(all);
      const cut = at % cursor.length;
      const damaged = cursor.slice(0, cut) + added.slice(0, 2) + cursor.slice(cut + removed);
      fc.pre(damaged !== cursor);
      expect(await codeOf(damaged, names(all))).toBe("CURSOR_INVALID");
    }),
    { numRuns: 500 },
  );
});

test("ST-6 a cursor over other stores is a typed error", async () => {
  const at = { commitTs: 5n, ordinal: 0 };
  const one = encodeCursor([{ store: "a", place: at }]);
  const both = encodeCursor(["a", "b"].map((store) => ({ store, place: at })));
  expect(await codeOf(one, ["b"])).toBe("CURSOR_FOREIGN");
  expect(await codeOf(one, ["a", "b"])).toBe("CURSOR_FOREIGN");
  expect(await codeOf(both, ["a"])).toBe("CURSOR_FOREIGN");
});
