import { compareValues, type Value } from "convex/values";
import fc from "fast-check";
import { expect, test } from "vitest";
import { appended, eventWith, initConvexTest, loadState, stream, toOrder } from "./setup.test.js";

const text = fc.string({ unit: "grapheme" });
const key = fc
  .string({ unit: "grapheme-ascii", maxLength: 12 })
  .filter((name) => !name.startsWith("$") && name !== "__proto__");
const bytes = fc.uint8Array({ maxLength: 20 }).map((array) => new Uint8Array(array).buffer);
const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.double(),
  fc.constantFrom(NaN, -0, Infinity, -Infinity, Number.MIN_VALUE, 2 ** 53),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  text,
  bytes,
);

/** Anything a Convex value can be, a few levels deep. */
const value: fc.Arbitrary<Value> = fc.letrec<{ node: Value }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("node"), { maxLength: 4 }),
    fc.dictionary(key, tie("node"), { maxKeys: 4, noNullPrototype: true }) as fc.Arbitrary<Value>,
  ),
})).node;

test("ST-10 what was given at append is what is read back, for everything a Convex value can be", async () => {
  await fc.assert(
    fc.asyncProperty(value, value, async (payload, state) => {
      const t = initConvexTest();
      const events = [eventWith({ payload })];
      await appended(t, toOrder({ events, state: { shape: 1, value: state } }));
      expect((await stream(t))[0]?.payload).toStrictEqual(payload);
      expect((await loadState(t))?.state?.value).toStrictEqual(state);
      expect(compareValues((await stream(t))[0]?.payload, payload)).toBe(0);
    }),
    { numRuns: 300 },
  );
});

test("ST-10 any Unicode text is an id, a name, a tag and an actor", async () => {
  const id = text.filter((given) => given !== "");
  await fc.assert(
    fc.asyncProperty(id, id, text, async (streamId, name, tag) => {
      const t = initConvexTest();
      const given = toOrder({
        id: streamId,
        events: [eventWith({ type: name, context: name, tags: [{ name, value: tag }] })],
      });
      await appended(t, { ...given, metadata: { ...given.metadata, actor: tag } });
      expect((await stream(t, streamId))[0]).toMatchObject({
        ...{ streamId, type: name, context: name, actor: tag },
        tags: [{ name, value: tag }],
      });
    }),
    { numRuns: 100 },
  );
});
