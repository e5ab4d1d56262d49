import { describe, expect, test } from "vitest";
import { ann, failureOf, initConvexTest, type App } from "../../test/initConvexTest.js";
import { Parcel, platform, printLabel, sendParcel } from "../../test/parcel.js";
import { append, type Old } from "../../test/past.js";
import type { Verification } from "./verifyStates.js";

type Options = NonNullable<Parameters<typeof platform.verifyStates>[2]>;
const verify = (t: App, options: Options = {}) =>
  t.query((ctx) => platform.verifyStates(ctx, Parcel, { tenant: "", ...options }));

async function verifyAll(t: App, options: Options): Promise<Verification[]> {
  const pages: Verification[] = [];
  while (pages.at(-1)?.after !== null) {
    pages.push(await verify(t, { ...options, after: pages.at(-1)?.after ?? undefined }));
  }
  return pages;
}
const sum = (pages: Verification[], count: "checked" | "differing" | "unstored") =>
  pages.reduce((total, page) => total + page[count], 0);

/** Parcels that commands made: two events each. */
async function withParcels(count: number): Promise<App> {
  const t = initConvexTest();
  for (let n = 10; n < 10 + count; n++) {
    const parcelId = `p-${n}`;
    await t.mutation(async (ctx) => {
      const args = { parcelId, grams: n, to: "Bonn" };
      await platform.execute(ctx, sendParcel, { actor: ann, args });
      await platform.execute(ctx, printLabel, { actor: ann, args: { parcelId, code: "L" } });
    });
  }
  return t;
}
const label: Old = {
  type: "LabelPrinted",
  schemaVersion: 2,
  payload: { parcelId: "p", code: "X" },
};
const state = (value: unknown, shape = 4) => ({ shape, value });
const good = { log: ["label X"], grams: 0 };

describe("verification", () => {
  test("AG-4 states that are the folds of their events verify", async () => {
    const t = await withParcels(3);
    expect(await verify(t)).toEqual({
      ...{ checked: 3, unstored: 0, differing: 0, differences: [], after: null },
    });
  });

  test("AG-4 a state that is not the fold is found, with the first place where it differs", async () => {
    const t = await withParcels(2);
    const wrong = { log: ["label X", "label Y"], grams: 0 };
    await append(t, [label], { id: "q", state: state(wrong) });
    await append(t, [label], { id: "r", state: state({ ...good, grams: 7 }) });
    const { checked, differing, differences } = await verify(t);
    expect([checked, differing]).toEqual([4, 2]);
    expect(differences).toEqual([
      { id: "q", version: 1, path: "log[1]", problem: 'stored "label Y", folded nothing' },
      { id: "r", version: 1, path: "grams", problem: "stored 7, folded 0" },
    ]);
  });

  test("AG-4 after the repair it is found no more", async () => {
    const t = initConvexTest();
    await append(t, [label], { id: "q", state: state({ ...good, grams: 7 }) });
    expect(await verify(t)).toMatchObject({ differing: 1 });
    await t.mutation((ctx) => platform.repairState(ctx, Parcel, { id: "q", tenant: "" }));
    expect(await verify(t)).toMatchObject({ checked: 1, differing: 0 });
  });

  test("AG-4 a state of an older shape is verified as it is converted", async () => {
    const t = initConvexTest();
    await append(t, [label], { id: "q", state: state({ entries: ["label X"], grams: 0 }, 3) });
    await append(t, [label], { id: "r", state: state({ entries: ["lost"], grams: 0 }, 3) });
    const { checked, differences } = await verify(t);
    expect(checked).toBe(2);
    expect(differences).toMatchObject([{ id: "r", path: "log[0]" }]);
  });

  test("AG-4 a missing state, and one that is refolded anyway, are counted apart", async () => {
    const t = initConvexTest();
    await append(t, [label], { id: "q" });
    await append(t, [label], { id: "r", state: state({}, 2) });
    expect(await verify(t)).toMatchObject({ checked: 0, unstored: 2, differing: 0 });
  });

  test("AG-4 what cannot be read is a difference, and the others are verified all the same", async () => {
    const t = await withParcels(1);
    const future = { ...label, schemaVersion: 9 };
    await append(t, [future], { id: "a", state: state(good) });
    await append(t, [label], { id: "b", state: state(good, 9) });
    const { checked, differing, differences } = await verify(t);
    expect([checked, differing]).toEqual([3, 2]);
    expect(differences[0]?.problem).toContain("version 9");
    expect(differences[1]?.problem).toContain("shape 9");
  });

  test("AG-4 of many differences, the first 20 are shown and all are counted", async () => {
    const t = initConvexTest();
    for (let n = 10; n < 35; n++) {
      await append(t, [label], { id: `q-${n}`, state: state({ ...good, grams: n }) });
    }
    const { differing, differences } = await verify(t);
    expect([differing, differences.length, differences[0]?.id]).toEqual([25, 20, "q-10"]);
  });

  test("AG-4 a verification writes nothing: it runs in a query", async () => {
    const t = initConvexTest();
    await append(t, [label], { id: "q", state: state({ ...good, grams: 7 }) });
    await verify(t);
    expect(await verify(t)).toMatchObject({ differing: 1 });
  });
});

describe("pages", () => {
  test.each([1, 2, 5])("AG-4 in pages of %i, every state is compared once", async (limit) => {
    const t = await withParcels(5);
    await append(t, [label], { id: "p-12x", state: state({ ...good, grams: 7 }) });
    const pages = await verifyAll(t, { limit });
    expect([sum(pages, "checked"), sum(pages, "differing")]).toEqual([6, 1]);
    expect(pages.length).toBeGreaterThanOrEqual(6 / limit);
  });

  test("AG-4 a stream longer than a transaction is verified over several pages", async () => {
    const t = initConvexTest();
    const many = Array.from({ length: 500 }, () => label);
    for (let n = 0; n < 10; n++) await append(t, many, { id: "long" });
    const log = Array<string>(5_001).fill("label X");
    await append(t, [label], { id: "long", state: state({ log, grams: 0 }) });
    await append(t, [label], { id: "short", state: state(good) });
    const pages = await verifyAll(t, {});
    expect(pages.map(({ checked }) => checked)).toEqual([0, 2]);
    expect(sum(pages, "differing")).toBe(0);
  }, 60_000);

  test("AG-4 a place of another verification is PROGRESS_INVALID", async () => {
    const t = await withParcels(3);
    const { after } = await verify(t, { limit: 1 });
    for (const wrong of ["", "p-10", String(after).replace("Parcel", "Account")]) {
      expect(await failureOf(verify(t, { after: wrong }))).toMatchObject({
        code: "PROGRESS_INVALID",
      });
    }
  });

  test("AG-4 the states of one tenant are verified, and no others", async () => {
    const t = await withParcels(2);
    await append(t, [label], { id: "q", tenant: "other", state: state({ ...good, grams: 7 }) });
    expect(await verify(t)).toMatchObject({ checked: 2, differing: 0 });
    expect(await verify(t, { tenant: "other" })).toMatchObject({ checked: 1, differing: 1 });
  });
});
