import fc from "fast-check";
import { v } from "convex/values";
import { expect, test } from "vitest";
import { defineEvents } from "../declarations/defineEvents.js";
import { addField, pipe, removeField, renameField, splitField } from "../upcast.js";
import { chainsOf } from "../declarations/chainsOf.js";
import { readEvents } from "./readEvents.js";
import type { StoredFields, Upcaster } from "../declarations/versions/upcaster.js";

const name = fc.constantFrom("a", "b", "c", "d");
const value = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.bigInt({ min: 0n, max: 9n }));
const fields = fc.dictionary(name, value, { maxKeys: 4 });

const step: fc.Arbitrary<Upcaster> = fc.oneof(
  fc.tuple(name, value).map(([field, added]) => addField(field, added)),
  fc.tuple(name, name).map(([from, to]) => pipe(removeField(to), renameField(from, to))),
  name.map(removeField),
  name.map((field) => splitField(field, (old) => ({ [field]: [old] }))),
);

const vAnything = v.optional(v.any());
const declared = { a: vAnything, b: vAnything, c: vAnything, d: vAnything };
const catalogOf = (steps: readonly Upcaster[]) =>
  defineEvents(
    { Changed: declared },
    { upcast: { Changed: Object.fromEntries(steps.map((one, index) => [index + 1, one])) } },
  );
const storedAs = (schemaVersion: number, payload: StoredFields) => ({
  ...{ id: "e", type: "Changed", schemaVersion, payload, tenant: "", streamType: "S" },
  ...{ streamId: "s", version: 1, causationId: "", position: { commitTs: 1n } },
});

test("UP-1 reading any version of any chain equals applying the steps that are left, one after the other", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), fields, fc.nat(), (steps, payload, n) => {
      const version = (n % (steps.length + 1)) + 1;
      const catalog = catalogOf(steps);
      const [event] = readEvents([storedAs(version, payload)], chainsOf(catalog));
      const expected = steps
        .slice(version - 1)
        .reduce<StoredFields>((before, one) => one(before), payload);
      expect(event?.payload).toEqual(expected);
      expect(event?.schemaVersion).toBe(catalog.Changed.schemaVersion);
    }),
    { numRuns: 500 },
  );
});

test("UP-1 what is read in the newest version reads the same once more", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), fields, (steps, payload) => {
      const chains = chainsOf(catalogOf(steps));
      const once = readEvents([storedAs(1, payload)], chains);
      expect(readEvents(once, chains)).toEqual(once);
    }),
    { numRuns: 500 },
  );
});

test("UP-1 a list reads as its events one by one", () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 4 }),
      fc.array(fields, { maxLength: 5 }),
      (steps, list) => {
        const chains = chainsOf(catalogOf(steps));
        const events = list.map((payload) => storedAs(1, payload));
        const oneByOne = events.flatMap((event) => readEvents([event], chains));
        expect(readEvents(events, chains)).toEqual(oneByOne);
      },
    ),
    { numRuns: 300 },
  );
});
