import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { desks, readers, sharedDesks, strictDesks } from "../../test/letters/desk.js";
import { faults } from "../../test/letters/faults.js";
import { initDesk, type DeskApp } from "../../test/letters/initDesk.js";
import { Deployment } from "../../test/rebuilds/Deployment.js";
import { poison, totals } from "../../test/rebuilds/meters.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  faults.mend();
  vi.useRealTimers();
});

async function verified(app: DeskApp) {
  await app.t.mutation((ctx) => app.platform.verifyProjection(ctx, app.projection));
  await app.drain();
  const status = await app.t.query((ctx) => app.platform.rebuilds.status(ctx, app.projection));
  expect(status).toMatchObject({ kind: "verification", state: "done" });
  expect(await app.table("unfolded")).toEqual([]);
  return status?.found;
}

const sound = { differing: 0, missing: 0, surplus: 0 };

describe.each([
  ["park", desks],
  ["park, shared among workers", sharedDesks],
  ["halt", strictDesks],
])("a verification of a read model under %s with events aside", (_policy, projection) => {
  test("RB-5 compares the other rows, and says which it leaves out and why", async () => {
    const app = initDesk(projection);
    faults.set("throw", "b2");
    for (const desk of ["a", "c"]) await app.take(desk, [`${desk}1`, `${desk}2`]);
    await app.take("b", ["b1", "b2", "b3"]);
    await app.drain();
    expect(await verified(app)).toMatchObject({
      ...{ ...sound, rows: 2, unverified: 1 },
      unverifiedRows: [
        { tenant: "", key: "b", reason: expect.stringContaining("throw at b2") as string },
      ],
    });
  });

  test("RB-5 leaves them out also where today's code would take them", async () => {
    const app = initDesk(projection);
    faults.set("throw", "b1");
    await app.take("a", ["a1"]);
    await app.take("b", ["b1", "b2"]);
    await app.drain();
    faults.mend();
    expect(await verified(app)).toMatchObject({ ...sound, rows: 1, unverified: 1 });
  });

  test("RB-5 leaves out a row whose event cannot be read", async () => {
    const app = initDesk(projection);
    faults.set("upcast", "b1");
    await app.take("a", ["a1"]);
    await app.takeStored("b", "b1", 1);
    await app.take("a", ["a2"]);
    await app.drain();
    expect(await verified(app)).toMatchObject({
      ...{ ...sound, rows: 1, unverified: 1 },
      unverifiedRows: [{ key: "b", reason: expect.stringContaining("upcast at b1") as string }],
    });
  });

  test("RB-5 leaves out a row that the served one has and today's code cannot fold", async () => {
    const app = initDesk(projection);
    await app.take("a", ["a1"]);
    await app.take("b", ["b1", "b2"]);
    await app.drain();
    faults.set("throw", "b1");
    expect(await verified(app)).toMatchObject({
      ...{ ...sound, rows: 1, unverified: 1 },
      unverifiedRows: [{ key: "b", reason: expect.stringContaining("throw at b1") as string }],
    });
  });
});

test("RB-5 a verification names each of many rows that are left out once, over several pages", async () => {
  const app = initDesk(readers);
  faults.set("throw", "n1");
  const to = Array.from({ length: 230 }, (_, n) => `reader${n}`);
  await app.take("a", ["n0"], to);
  await app.take("a", ["n1"], to.slice(0, 220));
  await app.drain();
  const found = await verified(app);
  expect(found).toMatchObject({ ...sound, rows: 10, unverified: 220 });
  expect(found?.unverifiedRows).toHaveLength(20);
});

test("RB-5 a verification of one key or tenant says whether that one is left out", async () => {
  const deployment = new Deployment(totals());
  await deployment.read("acme", { units: poison });
  await deployment.read("acme", { meterId: "n", units: 3 });
  await deployment.read("zeta", { units: poison });
  await deployment.drain();
  const verify = async (options: object) => {
    await deployment.verify(options);
    await deployment.drain();
    return (await deployment.list())[0]?.found;
  };
  expect(await verify({ tenant: "acme", key: "n" })).toMatchObject({ rows: 1, unverified: 0 });
  expect(await verify({ tenant: "acme", key: "m" })).toMatchObject({ rows: 0, unverified: 1 });
  expect(await verify({ tenant: "acme" })).toMatchObject({ rows: 1, unverified: 1 });
  expect(await verify({})).toMatchObject({ rows: 1, unverified: 2 });
});

test("RB-5 a verification still tells what is wrong in the rows that can be compared", async () => {
  const deployment = new Deployment(totals());
  await deployment.read("acme", { units: poison });
  await deployment.read("acme", { meterId: "n", units: 3 });
  await deployment.drain();
  await deployment.t.run(async ({ db }) => {
    const [row] = await db.query("totals").collect();
    await db.patch("totals", row!._id, { units: 4 });
  });
  await deployment.verify();
  await deployment.drain();
  expect((await deployment.list())[0]).toMatchObject({
    state: "done",
    found: { rows: 1, differing: 1, unverified: 1, differences: [{ key: "n" }] },
  });
});
