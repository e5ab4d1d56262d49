import { ConvexError } from "convex/values";
import { describe, expect, test } from "vitest";
import { toStorable } from "../client/index.js";
import {
  components,
  eventWith,
  initConvexTest,
  log,
  refusal,
  refusalOf,
  toOrder,
} from "../server/setup.test.js";

const halfPair = "\ud800";
const circle: Record<string, unknown> = {};
circle.self = circle;
const deep = (levels: number): unknown => (levels === 0 ? 1 : { in: deep(levels - 1) });

const unstorable: [name: string, value: unknown, path: string][] = [
  ["undefined in an array", { list: [1, undefined] }, ".list[1]"],
  ["a hole in an array", { list: [1, , 3] }, ".list"], // eslint-disable-line no-sparse-arrays
  ["a named property of an array", Object.assign([1], { name: 1 }), ""],
  ["a function", { onDone: () => 1 }, ".onDone"],
  ["a symbol", { kind: Symbol("x") }, ".kind"],
  ["a key that is a symbol", { [Symbol("x")]: 1 }, ""],
  ["a date", { at: new Date(0) }, ".at"],
  ["a map", { items: new Map() }, ".items"],
  ["a set", { items: new Set() }, ".items"],
  ["a class instance", { url: new URL("https://a.b") }, ".url"],
  ["a typed array", { bytes: new Uint8Array(2) }, ".bytes"],
  ["a bigint beyond 64 bits", { total: 2n ** 63n }, ".total"],
  ["a bigint below 64 bits", { total: -(2n ** 63n) - 1n }, ".total"],
  ["half a surrogate pair", { note: `a${halfPair}b` }, ".note"],
  ["a key that starts with $", { a: { $set: 1 } }, '.a["$set"]'],
  ["a key that is not ASCII", { größe: 1 }, '["größe"]'],
  ["a key with a control character", { "a\n": 1 }, '["a\\n"]'],
  ["a key with half a surrogate pair", { [halfPair]: 1 }, '["\\ud800"]'],
  ["the key __proto__", JSON.parse('{"a":{"__proto__":1}}'), ".a.__proto__"],
  ["a value that contains itself", circle, ".self"],
];

describe("values no Convex value can be", () => {
  test.each(unstorable)(
    "ST-10 %s is a typed error that names the path",
    async (_, payload, path) => {
      const t = initConvexTest();
      const args = toOrder({ events: [eventWith(), eventWith({ payload })] });
      expect(await refusal(t, args)).toMatchObject({
        ...{ kind: "infrastructure", code: "NOT_STORABLE", retryable: false },
        path: `streams[0].events[1].payload${path}`,
      });
      expect(await log(t)).toEqual([]);
    },
  );

  test("ST-10 a missing payload and a missing state are typed errors that name the path", async () => {
    const t = initConvexTest();
    const noPayload = toOrder({ events: [eventWith({ payload: undefined })] });
    const noState = toOrder({ state: { shape: 1, value: undefined } });
    expect((await refusal(t, noPayload)).path).toBe("streams[0].events[0].payload");
    expect((await refusal(t, noState)).path).toBe("streams[0].state.value");
  });

  test("ST-10 a state and an id are checked like a payload", async () => {
    const t = initConvexTest();
    const badState = toOrder({ state: { shape: 1, value: { at: new Date(0) } } });
    expect((await refusal(t, badState)).path).toBe("streams[0].state.value.at");
    expect((await refusal(t, toOrder({ id: halfPair }))).path).toBe("streams[0].streamId");
  });

  test("ST-10 who calls the component without the client gets the same typed error", async () => {
    const args = toOrder({ events: [eventWith({ payload: { note: halfPair } })] });
    const call = initConvexTest().mutation((ctx) =>
      ctx.runMutation(components.eventStore.lib.append, args),
    );
    expect(await refusalOf(call)).toMatchObject({
      ...{ code: "NOT_STORABLE", path: "streams[0].events[0].payload.note" },
    });
  });

  test("ST-10 more levels than any value has are a typed error that names the path", () => {
    const path = `payload${".in".repeat(64)}`;
    expect(() => toStorable(deep(65), "payload")).toThrow(
      `${path} is nested deeper than 64 levels`,
    );
    expect(toStorable(deep(64), "payload")).toEqual(deep(64));
  });

  test("the error is data, which crosses component boundaries", () => {
    const attempt = () => toStorable({ at: new Date(0) }, "payload");
    expect(attempt).toThrow(ConvexError);
    expect(attempt).toThrow("payload.at is an instance of Date");
  });
});

describe("the copy", () => {
  test("has no fields that are undefined", () => {
    expect(toStorable({ a: undefined, b: { c: undefined } }, "")).toStrictEqual({ b: {} });
  });

  test("shares nothing with the original", () => {
    const original = { list: [{ n: 1 }], bytes: new Uint8Array([1]).buffer };
    const copy = toStorable(original, "");
    original.list[0]!.n = 2;
    new Uint8Array(original.bytes)[0] = 2;
    expect(copy).toStrictEqual({ list: [{ n: 1 }], bytes: new Uint8Array([1]).buffer });
  });

  test("keeps NaN, -0, int64 and null, and takes objects without a prototype", () => {
    const bare = Object.assign(Object.create(null) as object, { n: 1 });
    expect(toStorable([NaN, -0, 5n, null, bare], "")).toStrictEqual([NaN, -0, 5n, null, { n: 1 }]);
  });

  test("takes the same object twice, as long as it does not contain itself", () => {
    const address = { city: "Graz" };
    expect(toStorable({ from: address, to: address }, "")).toEqual({ from: address, to: address });
  });
});
