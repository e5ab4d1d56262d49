import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Deployment } from "../../test/rebuilds/Deployment.js";
import { names, totals } from "../../test/rebuilds/meters.js";

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

const allOf = (partitions: number) => names.map((name) => totals({ name, partitions }));

const shown = async (deployment: Deployment) =>
  (await Promise.all(names.map((name) => deployment.rows("", name)))).map((rows) =>
    rows.map(({ units }) => units),
  );

describe("eight read models of 64 partitions", () => {
  test("PO-5 begin, and are woken by the next event", async () => {
    const deployment = new Deployment(...allOf(64));
    await deployment.read("", { units: 5 });
    await deployment.pass(1_500);
    expect(await shown(deployment)).toEqual(names.map(() => [5]));
    await deployment.drain();
    await deployment.read("", { units: 7 });
    await deployment.pass(1_500);
    expect(await shown(deployment)).toEqual(names.map(() => [12]));
  });

  test("OP-10 are started again by the safety net when nothing is scheduled", async () => {
    const deployment = new Deployment(...allOf(64));
    await deployment.read("", { units: 5 });
    await deployment.pass(200);
    await deployment.cancelAll();
    vi.advanceTimersByTime(120_000);
    await deployment.runSafetyNet();
    await deployment.pass(1_500);
    expect(await shown(deployment)).toEqual(names.map(() => [5]));
  });
});

describe("a read model that cannot be brought in line with the code", () => {
  /** Two read models that commands keep, of which one has a damaged row about what is served. */
  async function damaged() {
    const inline = (version: number) => [
      totals({ delivery: "inline", version }),
      totals({ name: "others", delivery: "async", version }),
    ];
    const deployment = new Deployment(...inline(1));
    await deployment.read("", { units: 5 });
    await deployment.drain();
    const twice = () =>
      deployment.t.run(async ({ db }) => {
        for (let n = 0; n < 2; n++) {
          await db.insert("projectionGenerations", { projection: "totals", generation: 0 });
        }
      });
    const mend = () =>
      deployment.t.run(async ({ db }) => {
        const rows = await db.query("projectionGenerations").collect();
        for (const row of rows.filter(({ projection }) => projection === "totals")) {
          await db.delete("projectionGenerations", row._id);
        }
      });
    return { deployment, next: inline(2), twice, mend };
  }

  test("PO-5 stops no other, says so, and is tried again by the safety net", async () => {
    const { deployment, next, twice, mend } = await damaged();
    await twice();
    deployment.deploy(...next);
    await deployment.operate("wake");
    await deployment.drain();
    expect(await deployment.rows("", "others")).toMatchObject([{ version: 2, units: 10 }]);
    expect(await deployment.table("history")).toContainEqual(
      expect.objectContaining({ consumer: "totals", what: "reconcileFailed" }),
    );
    await mend();
    await deployment.runSafetyNet();
    await deployment.drain();
    expect(await deployment.rows()).toMatchObject([{ version: 2, units: 10 }]);
  });
});
