import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Deployment } from "../../test/rebuilds/Deployment.js";
import { poison, totals } from "../../test/rebuilds/meters.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

async function filled(delivery: "inline" | "async", partitions = 1) {
  const deployment = new Deployment(totals({ delivery, partitions }));
  for (const tenant of ["acme", "zeta"]) {
    for (const meterId of ["m", "n"]) await deployment.read(tenant, { meterId, units: 5 });
  }
  await deployment.drain();
  return deployment;
}

type Place = { tenant: string; key: string };

/** Damages rows of what is served: changes one, removes one, adds one. */
async function damage(deployment: Deployment) {
  await deployment.t.run(async ({ db }) => {
    const rows = await db.query("totals").collect();
    const find = ({ tenant, key }: Place) =>
      rows.find((row) => row.tenant === tenant && row.key === key)!;
    await db.patch("totals", find({ tenant: "acme", key: "m" })._id, { units: 6 });
    const { _id, _creationTime, ...gone } = find({ tenant: "zeta", key: "n" });
    await db.delete("totals", _id);
    await db.insert("totals", { ...gone, tenant: "acme", key: "x" });
  });
}

const drift = { rows: 5, differing: 1, missing: 1, surplus: 1 };
const deliveries = [
  ["async", "async", 1],
  ["async, of 3 partitions", "async", 3],
  ["inline", "inline", 1],
] as const;

describe.each(deliveries)(
  "a verification of a read model that is %s",
  (_name, delivery, partitions) => {
    test("RB-3 finds nothing where nothing is wrong", async () => {
      const deployment = await filled(delivery, partitions);
      await deployment.verify({ by: "olga" });
      await deployment.drain();
      const found = { rows: 4, differing: 0, missing: 0, surplus: 0, differences: [] };
      expect((await deployment.list())[0]).toMatchObject({
        ...{ kind: "verification", state: "done", by: "olga", percent: 100 },
        found,
      });
    });

    test("RB-3 tells rows that differ, are missing, or should not be there", async () => {
      const deployment = await filled(delivery, partitions);
      await damage(deployment);
      await deployment.verify();
      await deployment.drain();
      const [{ found } = { found: null }] = await deployment.list();
      expect(found).toMatchObject(drift);
      expect(found!.differences).toEqual([
        {
          ...{ tenant: "acme", key: "m", kind: "differs", path: "units" },
          problem: "served 6, folded 5",
        },
        expect.objectContaining({ tenant: "acme", key: "x", kind: "surplus" }),
        expect.objectContaining({ tenant: "zeta", key: "n", kind: "missing" }),
      ]);
    });

    test("RB-3 looks only at one tenant, or one key, when asked for no more", async () => {
      const deployment = await filled(delivery, partitions);
      await damage(deployment);
      await deployment.verify({ tenant: "zeta" });
      await deployment.drain();
      expect((await deployment.list())[0]?.found).toMatchObject({
        rows: 2,
        missing: 1,
        differing: 0,
      });
      await deployment.verify({ tenant: "acme", key: "m" });
      await deployment.drain();
      expect((await deployment.list())[0]?.found).toMatchObject({ rows: 1, differing: 1 });
    });

    test("RB-3 is not misled by events that arrive while it looks", async () => {
      const deployment = await filled(delivery, partitions);
      await deployment.verify();
      for (let n = 0; n < 8; n++) {
        await deployment.read("acme", { units: n });
        await deployment.read("new", { meterId: `m-${n}` });
        await deployment.pass(50);
      }
      await deployment.drain();
      expect((await deployment.list())[0]?.found).toMatchObject({
        differing: 0,
        missing: 0,
        surplus: 0,
      });
    });

    test("RB-3 leaves nothing behind, and changes no row that is served", async () => {
      const deployment = await filled(delivery, partitions);
      await damage(deployment);
      const before = await deployment.table("totals", "");
      await deployment.verify();
      await deployment.drain();
      expect(await deployment.table("totals", "")).toEqual(before);
      expect(await deployment.table("generations")).toMatchObject([{ state: "live" }]);
    });
  },
);

test("RB-3 compares more rows than one page holds", async () => {
  const deployment = await filled("async");
  const [{ generation } = { generation: 0 }] = await deployment.table("totals", "");
  await deployment.t.run(async ({ db }) => {
    for (let n = 0; n < 450; n++) {
      const row = { generation: generation as number, version: 1, units: 1, readings: 1 };
      await db.insert("totals", { ...row, tenant: "acme", key: `x-${n}` });
    }
  });
  await deployment.verify();
  await deployment.drain();
  const [{ found } = { found: null }] = await deployment.list();
  expect(found).toMatchObject({ rows: 454, surplus: 450, differing: 0, missing: 0 });
  expect(found!.differences).toHaveLength(20);
});

test("RB-3 compares what a tenant is served apart", async () => {
  const deployment = await filled("async");
  await deployment.start({ tenant: "acme" });
  await deployment.drain();
  await deployment.read("acme", { units: 1 });
  await deployment.verify();
  await deployment.drain();
  const sound = { rows: 4, differing: 0, missing: 0, surplus: 0 };
  expect((await deployment.list())[0]?.found).toMatchObject(sound);
});

test("RB-5 works for a read model under `skip` that has left events out", async () => {
  const deployment = new Deployment(totals({ policy: "skip" }));
  for (const units of [5, poison, 7]) await deployment.read("acme", { units });
  await deployment.pass(120_000);
  expect(await deployment.rows("acme")).toMatchObject([{ units: 12, readings: 2 }]);
  await deployment.verify();
  await deployment.drain();
  expect((await deployment.list())[0]).toMatchObject({
    state: "done",
    found: { rows: 1, differing: 0, missing: 0, surplus: 0 },
  });
});
