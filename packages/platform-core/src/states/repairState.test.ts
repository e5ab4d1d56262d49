import { describe, expect, test } from "vitest";
import { failureOf, initConvexTest, type App } from "../../test/initConvexTest.js";
import { Parcel, platform, printLabel } from "../../test/parcel.js";
import { append, oldLog, store, withOldParcel, type Old } from "../../test/past.js";
import type { Repair } from "./repairState.js";

const ann = { id: "ann", tenant: "", roles: [] };
type Step = { progress?: string | undefined; limit?: number; id?: string; tenant?: string };
const repair = (t: App, step: Step = {}) =>
  t.mutation((ctx) => platform.repairState(ctx, Parcel, { id: "p", tenant: "", ...step }));
const loaded = (t: App, tenant = "") =>
  t.query((ctx) => store.loadState(ctx, { tenant, streamType: "Parcel", streamId: "p" }));
const whole = { version: 7, state: { shape: 4, value: { log: oldLog, grams: 3000 } } };

/** Repairs step by step; `between` runs after each. */
async function repairAll(t: App, limit: number, between = async () => {}): Promise<Repair[]> {
  const steps: Repair[] = [];
  for (let last: Repair | undefined; last?.status !== "done"; await between()) {
    last = await repair(t, { limit, progress: last?.progress });
    steps.push(last);
  }
  return steps;
}

const labels = (count: number, first = 1): Old[] =>
  Array.from({ length: count }, (_, n) => ({
    type: "LabelPrinted",
    schemaVersion: 2,
    payload: { parcelId: "p", code: String(first + n) },
  }));

/** A parcel with so many events and no state, as an import might leave it. */
async function withMany(count: number): Promise<App> {
  const t = initConvexTest();
  for (let n = 0; n < count; n += 500) await append(t, labels(Math.min(500, count - n), n + 1));
  return t;
}

describe("repair", () => {
  test("AG-4 a short stream is repaired in one step, without an event", async () => {
    const t = await withOldParcel();
    expect(await repair(t)).toEqual({ status: "done", version: 7 });
    expect(await loaded(t)).toEqual(whole);
  });

  test.each([1, 2, 3, 6])(
    "AG-4 in steps of %i events it comes to the same state",
    async (limit) => {
      const t = await withOldParcel();
      const steps = await repairAll(t, limit);
      expect(steps.length).toBeGreaterThanOrEqual(7 / limit);
      expect(await loaded(t)).toEqual(whole);
    },
  );

  test("AG-4 a step tells how far it has come, and of how much", async () => {
    const t = await withOldParcel();
    expect(await repair(t, { limit: 3 })).toMatchObject({ status: "progress", version: 3, of: 7 });
    expect(await loaded(t)).toEqual({ version: 7, state: null });
  });

  test("AG-4 a repair that was broken off goes on from its progress, also once more from the same", async () => {
    const t = await withOldParcel();
    const step = (await repair(t, { limit: 3 })) as { progress: string };
    expect(await repair(t, step)).toEqual({ status: "done", version: 7 });
    expect(await repair(t, step)).toEqual({ status: "done", version: 7 });
    expect(await loaded(t)).toEqual(whole);
  });

  test("AG-4 commands go on while a repair is under way, and it catches up", async () => {
    const t = await withOldParcel();
    const codes = ["X", "Y"];
    await repairAll(t, 4, async () => {
      const [code] = codes.splice(0, 1);
      if (code !== undefined)
        await append(t, [{ ...labels(1)[0]!, payload: { parcelId: "p", code } }]);
    });
    const log = [...oldLog, "label X", "label Y"];
    const { state } = await t.query((ctx) =>
      platform.repository(Parcel).load(ctx, "p", { tenant: "" }),
    );
    expect(state).toEqual({ log, grams: 3000 });
  });

  test("AG-4 a state that is wrong is put right", async () => {
    const t = await withOldParcel();
    await append(t, labels(1), { state: { shape: 4, value: { log: ["wrong"], grams: -1 } } });
    await repair(t);
    expect(await loaded(t)).toMatchObject({
      version: 8,
      state: { value: { log: [...oldLog, "label 1"], grams: 3000 } },
    });
  });

  test("AG-4 an aggregate without events is NOT_FOUND", async () => {
    const t = await withOldParcel();
    expect(await failureOf(repair(t, { id: "q" }))).toMatchObject({ code: "NOT_FOUND" });
    expect(await failureOf(repair(t, { tenant: "other" }))).toMatchObject({ code: "NOT_FOUND" });
  });

  test("AG-4 a repair touches the tenant it is told, and no other", async () => {
    const t = await withOldParcel();
    await append(t, labels(1), { tenant: "other" });
    await repair(t, { tenant: "other" });
    expect(await loaded(t, "other")).toMatchObject({ version: 1, state: { shape: 4 } });
    expect(await loaded(t)).toEqual({ version: 7, state: null });
  });

  test.each(["", "{}", "not json", '{"job":"other"}'])(
    "AG-4 %j is PROGRESS_INVALID",
    async (progress) => {
      const t = await withOldParcel();
      expect(await failureOf(repair(t, { progress }))).toMatchObject({ code: "PROGRESS_INVALID" });
    },
  );

  test("AG-4 the progress of one aggregate is refused for another", async () => {
    const t = await withOldParcel();
    await append(t, labels(2), { id: "q" });
    const { progress } = (await repair(t, { limit: 3 })) as { progress: string };
    const failure = await failureOf(repair(t, { id: "q", progress }));
    expect(failure).toMatchObject({ code: "PROGRESS_INVALID" });
  });

  test("AG-4 a progress in another shape starts over", async () => {
    const t = await withOldParcel();
    const { progress } = (await repair(t, { limit: 3 })) as { progress: string };
    const older = progress
      .replace('"shape":4', '"shape":3')
      .replace("label L1", "folded otherwise");
    await repair(t, { progress: older });
    expect(await loaded(t)).toEqual(whole);
  });
});

describe("a stream that one transaction cannot fold", () => {
  const load = (t: App) =>
    t.query((ctx) => platform.repository(Parcel).load(ctx, "p", { tenant: "" }));

  test("AG-4 FOLD_TOO_LONG names the repair, which mends it", async () => {
    const t = await withMany(5_200);
    const failure = await failureOf(load(t));
    expect(failure).toMatchObject({
      code: "FOLD_TOO_LONG",
      message: expect.stringContaining("platform.repairState"),
    });
    const steps = await repairAll(t, 1_000);
    expect(steps).toHaveLength(6);
    expect(await load(t)).toMatchObject({ version: 5_200, state: { log: { length: 5_200 } } });
    const sent = { actor: ann, args: { parcelId: "p", code: "after" } };
    const outcome = await t.mutation((ctx) => platform.execute(ctx, printLabel, sent));
    expect(outcome).toMatchObject({ status: "executed", version: 5_201 });
  }, 60_000);

  test("AG-4 bytes count as well: 300 events of 60 KB are too long, and are repaired", async () => {
    const t = initConvexTest();
    const payload = { parcelId: "p".repeat(60_000), code: "L" };
    for (let n = 0; n < 300; n += 50) {
      await append(t, Array<Old>(50).fill({ ...labels(1)[0]!, payload }));
    }
    expect(await failureOf(load(t))).toMatchObject({ code: "FOLD_TOO_LONG" });
    const steps = await repairAll(t, 1_000);
    expect(steps.length).toBeGreaterThan(1);
    expect(await load(t)).toMatchObject({ version: 300, state: { log: { length: 300 } } });
  }, 60_000);
});
