import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Deployment } from "../../test/rebuilds/Deployment.js";
import { totals } from "../../test/rebuilds/meters.js";
import { infrastructureDataOf } from "../base/infrastructureError.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const failureOf = async (call: Promise<unknown>) =>
  infrastructureDataOf(
    await call.then(
      () => null,
      (error: unknown) => error,
    ),
  );

/** Two tenants with two meters each, everything applied, and rows of the first that somebody has damaged. */
async function damaged(delivery: "inline" | "async", partitions = 1, hundreds = 0) {
  const deployment = new Deployment(totals({ delivery, partitions }));
  for (const tenant of ["acme", "zeta"]) {
    for (const meterId of ["m", "n"])
      await deployment.read(tenant, { meterId, units: 5, times: 2 });
  }
  for (let n = 0; n < hundreds; n++) await deployment.read("acme", { times: 100 });
  await deployment.drain();
  await deployment.t.run(async ({ db }) => {
    for (const { _id } of await db.query("totals").collect())
      await db.patch("totals", _id, { units: -9 });
  });
  return deployment;
}

const units = async (deployment: Deployment, tenant: string) =>
  (await deployment.rows(tenant)).map((row) => row.units);

const deliveries = [
  ["async", "async", 1],
  ["async, of 3 partitions", "async", 3],
  ["inline", "inline", 1],
] as const;

describe.each(deliveries)("a rebuild of a read model that is %s", (_name, delivery, partitions) => {
  test("RB-1 makes all rows again", async () => {
    const deployment = await damaged(delivery, partitions);
    await deployment.start();
    await deployment.read("acme", { units: 1 });
    expect(await units(deployment, "zeta")).toEqual([-9, -9]);
    await deployment.drain();
    expect(await units(deployment, "acme")).toEqual([11, 10]);
    expect(await units(deployment, "zeta")).toEqual([10, 10]);
    expect(await deployment.table("totals", "")).toHaveLength(4);
  });

  test("RB-1 of one tenant leaves the others as they are, before and after", async () => {
    const deployment = await damaged(delivery, partitions);
    await deployment.start({ tenant: "acme" });
    await deployment.drain();
    expect(await units(deployment, "acme")).toEqual([10, 10]);
    expect(await units(deployment, "zeta")).toEqual([-9, -9]);
    for (const tenant of ["acme", "zeta"]) await deployment.read(tenant, { units: 1 });
    await deployment.drain();
    expect(await units(deployment, "acme")).toEqual([11, 10]);
    expect(await units(deployment, "zeta")).toEqual([-8, -9]);
    expect(await deployment.table("totals", "")).toHaveLength(4);
  });

  test("RB-1 of one tenant again, and then of all, leaves nothing of the ones before", async () => {
    const deployment = await damaged(delivery, partitions);
    for (const options of [{ tenant: "acme" }, { tenant: "acme" }, { tenant: "zeta" }, {}]) {
      await deployment.start(options);
      await deployment.read("acme", { units: 1 });
      await deployment.drain();
    }
    expect(await units(deployment, "acme")).toEqual([14, 10]);
    expect(await units(deployment, "zeta")).toEqual([10, 10]);
    expect(await deployment.table("totals", "")).toHaveLength(4);
    expect(await deployment.table("generations")).toMatchObject([{ state: "live" }]);
    expect(await deployment.table("projectionGenerations", "")).toHaveLength(1);
  });

  test("RB-1 of one key leaves the other rows as they are, before and after", async () => {
    const deployment = await damaged(delivery, partitions);
    await deployment.start({ tenant: "acme", key: "m" });
    await deployment.drain();
    expect(await units(deployment, "acme")).toEqual([10, -9]);
    expect(await units(deployment, "zeta")).toEqual([-9, -9]);
    await deployment.read("acme", { units: 1 });
    await deployment.drain();
    expect(await units(deployment, "acme")).toEqual([11, -9]);
    expect(await deployment.table("totals", "")).toHaveLength(4);
    expect(await deployment.table("generations")).toMatchObject([{ state: "live" }]);
  });

  test("RB-1 of a key without events removes a row that should not be there", async () => {
    const deployment = await damaged(delivery, partitions);
    const generation = (await deployment.table("totals", ""))[0]!["generation"] as number;
    await deployment.t.run(({ db }) =>
      db.insert("totals", {
        tenant: "acme",
        generation,
        key: "x",
        version: 1,
        units: 1,
        readings: 1,
      }),
    );
    await deployment.start({ tenant: "acme", key: "x" });
    await deployment.drain();
    expect(await units(deployment, "acme")).toEqual([-9, -9]);
  });

  test("RB-1 from a position applies only what lies behind it", async () => {
    const deployment = await damaged(delivery, partitions);
    const { position } = await deployment.read("acme", { units: 1 });
    await deployment.read("acme", { units: 3 });
    await deployment.read("acme", { units: 4 });
    await deployment.drain();
    await deployment.start({ from: position });
    await deployment.drain();
    expect(await deployment.rows("acme")).toEqual([
      { key: "m", version: 1, units: 7, readings: 2 },
    ]);
    expect(await deployment.rows("zeta")).toEqual([]);
  });

  test("RB-1 can be cancelled at any moment, and then nothing has happened", async () => {
    const deployment = await damaged(delivery, partitions, 12);
    const later = partitions === 1 ? 50 : 0;
    for (const [options, ms] of [
      [{}, 0],
      [{ tenant: "acme" }, 0],
      [{}, later],
      [{ tenant: "acme" }, later],
    ] as const) {
      await deployment.start(options);
      await deployment.pass(ms);
      expect(await deployment.operate("cancel", "totals", { by: "olga" })).toBe(true);
      await deployment.drain();
      expect(await units(deployment, "acme")).toEqual([-9, -9]);
      expect((await deployment.list())[0]).toMatchObject({ state: "cancelled", endedBy: "olga" });
    }
    expect(await deployment.operate("cancel")).toBe(false);
    expect(await deployment.table("totals", "")).toHaveLength(4);
  });
});

describe("a request", () => {
  test("RB-1 for a read model that is being rebuilt is refused with who does it since when", async () => {
    const deployment = await damaged("async");
    const startedAt = Date.now();
    await deployment.start({ by: "olga" });
    vi.setSystemTime(startedAt + 60_000);
    const failure = await failureOf(deployment.start({ tenant: "acme" }));
    expect(failure).toMatchObject({ code: "REBUILD_RUNNING", details: { by: "olga", startedAt } });
    expect(failure?.message).toContain("by olga");
    expect(await failureOf(deployment.verify())).toMatchObject({ code: "REBUILD_RUNNING" });
  });

  test("RB-1 takes the place of one that has stood still for ten minutes", async () => {
    const deployment = await damaged("async");
    await deployment.start();
    vi.setSystemTime(Date.now() + 11 * 60_000);
    await deployment.start({ by: "olga" });
    await deployment.drain();
    expect(await deployment.list()).toMatchObject([
      { state: "done", by: "olga" },
      { state: "superseded", endedBy: "olga", reason: "it was stuck" },
      {},
    ]);
    expect(await units(deployment, "acme")).toEqual([10, 10]);
  });

  test("RB-1 for a read model that nobody declares is refused", async () => {
    const deployment = await damaged("async");
    const failure = await failureOf(deployment.start({}, "nothings"));
    expect(failure).toMatchObject({ code: "UNDECLARED_CONSUMER" });
  });

  test("RB-1 for a key without its tenant is refused", async () => {
    const deployment = await damaged("async");
    expect(await failureOf(deployment.start({ key: "m" }))).toMatchObject({
      code: "REBUILD_IMPOSSIBLE",
    });
  });

  test.each([
    { commitTs: 2n ** 62n, ordinal: 0, store: "eventStore" },
    { commitTs: 1n, ordinal: 0, store: "elsewhere" },
    { commitTs: 1n, ordinal: -1, store: "eventStore" },
    { commitTs: 1n, ordinal: 0, store: "eventStore" },
    null as never,
  ])("RB-1 from a position where no event lies is refused (%o)", async (from) => {
    const deployment = await damaged("async");
    expect(await failureOf(deployment.start({ from }))).toMatchObject({ code: "POSITION_UNKNOWN" });
  });

  test("RB-1 for part of what the code has lost is refused; for all of it, it is built as declared", async () => {
    const deployment = await damaged("async");
    deployment.deploy(totals({ version: 2 }));
    const failure = await failureOf(deployment.start({ tenant: "acme" }));
    expect(failure).toMatchObject({ code: "REBUILD_IMPOSSIBLE" });
    expect(failure?.message).toContain("the code has lost version 1");
    await deployment.start();
    await deployment.drain();
    expect(await deployment.rows("acme")).toMatchObject([{ version: 2 }, { version: 2 }]);
  });
});

test("RB-1 of several partitions is served once the slowest of them is there", async () => {
  const deployment = new Deployment(totals({ partitions: 3 }));
  for (let n = 0; n < 12; n++) await deployment.read("acme", { times: 100 });
  for (const meterId of ["n", "o", "p", "q"]) await deployment.read("acme", { meterId, units: 5 });
  await deployment.drain();
  const before = await deployment.rows("acme");
  await deployment.start();
  for (let step = 0; step < 8; step++) {
    await deployment.pass(50);
    expect(await deployment.rows("acme")).toEqual(before);
  }
  await deployment.drain();
  expect((await deployment.list())[0]).toMatchObject({ state: "done", handled: 1_204 });
});

test("RB-1 goes on by itself after its loop has died", async () => {
  const deployment = await damaged("async");
  await deployment.start();
  const jobs = await deployment.table("_scheduled_functions", "platformCore/batchWorker");
  const pending = jobs.filter((job) => (job["state"] as { kind: string }).kind === "pending");
  const loops = pending.filter((job) => job["name"] === "loop:loop");
  expect(loops).toHaveLength(1);
  await deployment.kill(loops[0]!["_id"] as string);
  await deployment.pass(200);
  expect(await units(deployment, "acme")).toEqual([-9, -9]);
  vi.advanceTimersByTime(10_000);
  await deployment.drain();
  expect(await units(deployment, "acme")).toEqual([10, 10]);
});

test("RB-4 a rebuild appends nothing, records no command and schedules nothing but loops", async () => {
  const deployment = await damaged("async");
  const before = [
    await deployment.table("events", "eventStore"),
    await deployment.table("commands", "eventStore"),
  ];
  await deployment.start();
  await deployment.drain();
  const after = [
    await deployment.table("events", "eventStore"),
    await deployment.table("commands", "eventStore"),
  ];
  expect(after).toEqual(before);
  for (const component of ["", "platformCore", "eventStore"]) {
    expect(await deployment.table("_scheduled_functions", component)).toEqual([]);
  }
});

test("RB-1 drops the rows of many tenants, and schedules nothing afterwards", async () => {
  const deployment = new Deployment(totals());
  await deployment.read("a", { units: 5 });
  await deployment.drain();
  const [{ generation } = { generation: 0 }] = await deployment.table("totals", "");
  await deployment.t.run(async ({ db }) => {
    for (let n = 0; n < 600; n++) {
      const row = { generation: generation as number, key: "m", version: 1, units: 1, readings: 1 };
      await db.insert("totals", { ...row, tenant: `tenant-${n}` });
    }
  });
  await deployment.start();
  await deployment.drain();
  expect(await deployment.table("totals", "")).toMatchObject([{ tenant: "a", units: 5 }]);
  expect(await deployment.table("generations")).toMatchObject([{ state: "live" }]);
  const jobs = await deployment.table("_scheduled_functions", "platformCore/batchWorker");
  expect(jobs.filter((job) => (job["state"] as { kind: string }).kind === "pending")).toEqual([]);
});
