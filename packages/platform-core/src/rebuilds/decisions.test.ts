import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Deployment } from "../../test/rebuilds/Deployment.js";
import { poison, totals } from "../../test/rebuilds/meters.js";
import { failureOf } from "../../test/initConvexTest.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

type Policy = "park" | "skip";

/** Three readings of a tenant's meter, of which the handler throws at the second; another tenant's is sound. */
async function failed(policy: Policy = "park", partitions = 1): Promise<Deployment> {
  const deployment = new Deployment(totals({ policy, partitions }));
  for (const units of [5, poison, 7]) await deployment.read("acme", { units });
  await deployment.read("zeta", { units: 3 });
  await deployment.pass(120_000);
  return deployment;
}

const mended = { meterId: "m", house: "h", units: 100 };

/** What is decided about the failing reading, and what the row shows from then on. */
const decisions = [
  { what: "discarded", honoured: { leftOut: 1, edited: 0 }, row: { units: 12, readings: 2 } },
  { what: "edited", honoured: { leftOut: 0, edited: 1 }, row: { units: 112, readings: 3 } },
  { what: "skipped", honoured: { leftOut: 1, edited: 0 }, row: { units: 12, readings: 2 } },
] as const;

async function decided(
  what: (typeof decisions)[number]["what"],
  partitions = 1,
): Promise<Deployment> {
  const deployment = await failed(what === "skipped" ? "skip" : "park", partitions);
  if (what === "discarded") await deployment.operate("discard");
  if (what === "edited") {
    await deployment.operate("edit", "totals", mended);
    await deployment.operate("retry");
  }
  await deployment.drain();
  // The code is mended: from here on, it would take the reading as it is stored.
  deployment.deploy(totals({ isSafe: true, partitions, policy: "park" }));
  return deployment;
}

describe.each(decisions)("a reading that was $what", ({ what, honoured, row }) => {
  const scopes = [
    ["a rebuild", {}],
    ["a rebuild of the tenant", { tenant: "acme" }],
    ["a rebuild of the key", { tenant: "acme", key: "m" }],
  ] as const;

  test.each(scopes)("RB-5 stays so in %s, which says so", async (_name, scope) => {
    const deployment = await decided(what);
    expect(await deployment.rows("acme")).toMatchObject([row]);
    await deployment.start(scope);
    await deployment.drain();
    expect((await deployment.list())[0]).toMatchObject({ state: "done", percent: 100, honoured });
    expect(await deployment.rows("acme")).toMatchObject([row]);
    expect(await deployment.rows("zeta")).toMatchObject([{ units: 3 }]);
  });

  test("RB-5 stays so in a verification, which says so and finds nothing", async () => {
    const deployment = await decided(what);
    await deployment.verify();
    await deployment.drain();
    const sound = { rows: 2, differing: 0, missing: 0, surplus: 0 };
    expect((await deployment.list())[0]).toMatchObject({ state: "done", honoured, found: sound });
  });

  test("RB-5 stays so in a new version, and in the one after it", async () => {
    const deployment = await decided(what);
    const first = totals({ isSafe: true });
    const second = totals({ isSafe: true, version: 2, replaces: first });
    deployment.deploy(second);
    await deployment.read("zeta", { units: 1 });
    await deployment.drain();
    const twice = { version: 2, units: row.units * 2, readings: row.readings };
    expect(await deployment.rows("acme")).toMatchObject([twice]);
    deployment.deploy(totals({ isSafe: true, version: 3, replaces: second }));
    await deployment.read("zeta", { units: 1 });
    await deployment.drain();
    expect(await deployment.rows("acme")).toMatchObject([{ version: 3, units: row.units * 3 }]);
    expect((await deployment.list())[0]).toMatchObject({ honoured });
  });

  test("RB-5 stays so, told once, where three workers build", async () => {
    const deployment = await decided(what, 3);
    await deployment.start();
    await deployment.drain();
    expect((await deployment.list())[0]).toMatchObject({ state: "done", percent: 100, honoured });
    expect(await deployment.rows("acme")).toMatchObject([row]);
  });

  test("RB-5 is listed, and applied as it is stored once an operator forgets that", async () => {
    const deployment = await decided(what);
    expect(await deployment.decisions()).toMatchObject([
      { consumer: "totals", tenant: "acme", keys: ["m"], type: "MeterRead", version: 2 },
    ]);
    await deployment.operate("forget");
    expect(await deployment.decisions()).toEqual([]);
    expect(await deployment.rows("acme")).toMatchObject([row]);
    await deployment.start();
    await deployment.drain();
    expect(await deployment.rows("acme")).toMatchObject([{ units: 11, readings: 3 }]);
    expect((await deployment.list())[0]?.honoured).toEqual({ leftOut: 0, edited: 0 });
  });
});

describe("a decision", () => {
  test("RB-5 says who made it; the policy has no name", async () => {
    expect(await (await decided("discarded")).decisions()).toMatchObject([
      { what: "discarded", by: "ann@" },
    ]);
    expect(await (await decided("skipped")).decisions()).toMatchObject([
      { what: "skipped", by: "" },
    ]);
  });

  test("RB-5 that an operator makes while a build has read its event starts that build over", async () => {
    const first = totals();
    const deployment = await failed();
    await deployment.read("zeta", { units: 99 });
    deployment.deploy(totals({ version: 2, failsAt: 99, replaces: first }));
    await deployment.read("zeta", { units: 1 });
    await deployment.pass(120_000);
    await deployment.operate("discard", "totals", { tenant: "acme" });
    await deployment.pass(120_000);
    const [now, before] = await deployment.list();
    expect(before).toMatchObject({ state: "superseded", endedBy: "ann@" });
    expect(now).toMatchObject({ state: "running", waits: true, honoured: { leftOut: 1 } });
    await deployment.operate("discard", "totals", { tenant: "zeta" });
    await deployment.drain();
    expect((await deployment.list())[0]).toMatchObject({ state: "done", by: "" });
    expect(await deployment.rows("acme")).toMatchObject([{ version: 2, units: 24 }]);
  });

  test("RB-5 about a letter of a build goes with that build, and holds once it is served", async () => {
    const deployment = new Deployment(totals({ isSafe: true }));
    for (const units of [5, poison, 7]) await deployment.read("acme", { units });
    await deployment.drain();
    const first = totals({ isSafe: true });
    deployment.deploy(totals({ version: 2, replaces: first }));
    await deployment.read("zeta", { units: 1 });
    await deployment.pass(120_000);
    await deployment.operate("discard");
    await deployment.operate("cancel");
    await deployment.drain();
    expect(await deployment.decisions()).toEqual([]);
    await deployment.start();
    await deployment.pass(120_000);
    await deployment.operate("discard");
    await deployment.drain();
    expect(await deployment.rows("acme")).toMatchObject([{ version: 2, units: 24, readings: 2 }]);
    await deployment.verify();
    await deployment.drain();
    expect((await deployment.list())[0]).toMatchObject({
      found: { differing: 0 },
      honoured: { leftOut: 1 },
    });
  });

  test("RB-5 of the policy, made when a build has applied the event, does not take it from the build", async () => {
    const broken = totals({ policy: "skip" });
    const deployment = new Deployment(broken);
    for (const units of [5, poison]) await deployment.read("acme", { units });
    await deployment.pass(10_000);
    // The build takes the reading, and waits for another one until the policy has left out both.
    deployment.deploy(totals({ version: 2, failsAt: 99, replaces: broken, policy: "skip" }));
    await deployment.read("zeta", { units: 99 });
    await deployment.pass(80_000);
    expect(await deployment.decisions()).toMatchObject([{ what: "skipped", generation: 1 }]);
    expect((await deployment.list())[0]).toMatchObject({ state: "running", waits: true });
    await deployment.pass(40_000);
    await deployment.drain();
    const row = { version: 2, units: 8, readings: 2 };
    expect(await deployment.rows("acme")).toMatchObject([row]);
    await deployment.verify();
    await deployment.drain();
    expect((await deployment.list())[0]?.found).toMatchObject({ differing: 0 });
    await deployment.start();
    await deployment.drain();
    expect(await deployment.rows("acme")).toMatchObject([row]);
  });

  test("RB-5 is kept when its letter expires", async () => {
    const deployment = await decided("discarded");
    await deployment.operate("expire");
    expect(await deployment.table("letters")).toEqual([]);
    expect(await deployment.decisions()).toHaveLength(1);
  });

  test("RB-5 that is gone is told so", async () => {
    const deployment = await decided("discarded");
    const [{ id } = { id: "" }] = await deployment.decisions();
    await deployment.operate("forgetOne", "totals", { id });
    expect(await failureOf(deployment.operate("forgetOne", "totals", { id }))).toMatchObject({
      code: "UNKNOWN_DECISION",
    });
  });
});
