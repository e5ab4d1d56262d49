import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import { failureOf, initConvexTest, type App } from "../../test/initConvexTest.js";
import { Parcel, platform, printLabel } from "../../test/parcel.js";
import { append, store, type Old } from "../../test/past.js";
import { defineAggregate } from "../declarations/defineAggregate.js";
import { DeclarationError } from "../base/infrastructureError.js";
import { convertState } from "./convertState.js";
import type { Shapes } from "../declarations/versions/stateShapes.js";

const ann = { id: "ann", tenant: "", roles: [] };
const sent: Old = { type: "ParcelSent", schemaVersion: 2, payload: { parcelId: "p", grams: 2000 } };
const folded = { log: ["to unknown"], grams: 2000 };

/** A parcel "p" with one event and a state of a shape. */
async function withState(shape: number, value: unknown): Promise<App> {
  const t = initConvexTest();
  await append(t, [sent], { state: { shape, value } });
  return t;
}
const load = (t: App) =>
  t.query((ctx) => platform.repository(Parcel).load(ctx, "p", { tenant: "" }));
const print = (t: App) =>
  t.mutation((ctx) =>
    platform.execute(ctx, printLabel, { actor: ann, args: { parcelId: "p", code: "L" } }),
  );
const storedState = (t: App) =>
  t.query((ctx) => store.loadState(ctx, { tenant: "", streamType: "Parcel", streamId: "p" }));

describe("shapes", () => {
  const define = (shapes: Shapes) =>
    defineAggregate("Parcel", v.object({ grams: v.number() }), {
      id: "parcelId",
      events: {},
      initial: { grams: 0 },
      evolve: {},
      shapes,
    });

  test("AG-4 an aggregate without shapes has shape 1, else the highest key plus 1", () => {
    expect([define({}).shape, define({ 1: "refold", 2: (old) => old }).shape]).toEqual([1, 3]);
    expect(Parcel.shape).toBe(4);
  });

  test("AG-4 a gap in the shapes fails when the declaration is made", () => {
    expect(() => define({ 1: "refold", 3: "refold" })).toThrow(DeclarationError);
    expect(() => define({ 1: "refold", 3: "refold" })).toThrow("shapes has steps from 1, 3");
  });

  test("AG-4 a step that is neither a function nor refold fails when the declaration is made", () => {
    expect(() => define({ 1: "reload" as never })).toThrow('must be a function or "refold"');
  });
});

describe("a stored state of an older shape", () => {
  test("AG-4 is converted before it is read", async () => {
    const t = await withState(3, { entries: ["stored so"], grams: 7 });
    expect(await load(t)).toEqual({ id: "p", version: 1, state: { log: ["stored so"], grams: 7 } });
  });

  test("AG-4 is converted before any decision, and stored in the new shape with it", async () => {
    const t = await withState(3, { entries: ["stored so"], grams: 7 });
    expect(await print(t)).toMatchObject({ status: "executed", version: 2 });
    expect(await storedState(t)).toEqual({
      version: 2,
      state: { shape: 4, value: { log: ["stored so", "label L"], grams: 7 } },
    });
  });

  test("AG-4 costs one document to load, as any other", async () => {
    const t = await withState(3, { entries: [], grams: 7 });
    const used = await t.query(async (ctx) => {
      await platform.repository(Parcel).load(ctx, "p", { tenant: "" });
      return await ctx.meta.getTransactionMetrics();
    });
    expect(used.documentsRead.used).toBe(1);
  });

  test.each([1, 2])(
    "AG-4 is refolded from its events where its shape says so: %i",
    async (shape) => {
      const t = await withState(shape, { kilos: "of no use" });
      expect(await load(t)).toEqual({ id: "p", version: 1, state: folded });
    },
  );

  test("AG-4 is refolded where no shape has its number", async () => {
    expect(await load(await withState(0, {}))).toMatchObject({ state: folded });
  });

  test("AG-4 goes through all steps, one after the other", () => {
    const steps = defineAggregate("Parcel", v.object({ grams: v.number() }), {
      id: "parcelId",
      events: {},
      initial: { grams: 0 },
      evolve: {},
      shapes: {
        1: ({ kilos }) => ({ pounds: Number(kilos) * 2 }),
        2: ({ pounds }) => ({ grams: Number(pounds) * 500 }),
      },
    });
    expect(convertState(steps, { shape: 1, value: { kilos: 3 } })).toEqual({
      state: { grams: 3000 },
    });
    expect(convertState(steps, { shape: 2, value: { pounds: 3 } })).toEqual({
      state: { grams: 1500 },
    });
  });

  test("AG-4 of the present shape is the very value that was stored", () => {
    const value = { log: [], grams: 1 };
    expect(convertState(Parcel, { shape: 4, value })?.state).toBe(value);
  });
});

describe("a state that cannot be converted", () => {
  test("AG-4 one of the present shape that lacks a field, since the declaration changed without the shape, is told", () => {
    const { shape } = Parcel;
    expect(() => convertState(Parcel, { shape, value: { log: [] } })).toThrow(
      /A stored state of Parcel is of shape 4, as the code's, but does not fit it: .*grams.*Raise the shape/,
    );
  });

  test("AG-4 a state newer than the code is STATE_FROM_THE_FUTURE, and no command decides on it", async () => {
    const t = await withState(5, { grams: 1 });
    const expected = {
      code: "STATE_FROM_THE_FUTURE",
      message: expect.stringMatching(/Parcel.*shape 5.*up to 4/),
    };
    expect(await failureOf(load(t))).toMatchObject(expected);
    expect(await failureOf(print(t))).toMatchObject(expected);
    expect(await storedState(t)).toMatchObject({ version: 1, state: { shape: 5 } });
  });

  const failures: [string, Shapes[number], RegExp][] = [
    ["throws", () => fail(), /Parcel from shape 1 to 2 failed: lost/],
    ["is asynchronous", (async () => ({ grams: 1 })) as never, /synchronous/],
    ["makes another shape", () => ({ grams: "many" }), /does not fit its declaration/],
    ["makes nothing", (() => undefined) as never, /shape 1 to 2/],
    ["changes its input", (old) => Object.assign(old, { grams: 1 }), /shape 1 to 2 failed/],
  ];
  const fail = () => {
    throw new Error("lost");
  };

  test.each(failures)("AG-4 a conversion that %s is STATE_UPCAST_FAILED", (_name, step, says) => {
    const aggregate = defineAggregate("Parcel", v.object({ grams: v.number() }), {
      id: "parcelId",
      events: {},
      initial: { grams: 0 },
      evolve: {},
      shapes: { 1: step },
    });
    const convert = async () => convertState(aggregate, { shape: 1, value: { kilos: 1 } });
    return expect(failureOf(convert())).resolves.toMatchObject({
      code: "STATE_UPCAST_FAILED",
      message: expect.stringMatching(says),
    });
  });
});

test("AG-4 a state that is missing is rebuilt from events of any version", async () => {
  const t = initConvexTest();
  await append(t, [sent]);
  expect(await load(t)).toEqual({ id: "p", version: 1, state: folded });
});
