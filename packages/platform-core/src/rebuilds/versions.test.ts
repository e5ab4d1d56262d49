import { componentsGeneric } from "convex/server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Deployment } from "../../test/rebuilds/Deployment.js";
import { schema, metersWith, poison, totals } from "../../test/rebuilds/meters.js";
import { createPlatform, type PlatformComponents } from "../platform/createPlatform.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const row = (version: number, units: number, readings: number) => [
  { key: "m", version, units: version * units, readings },
];

const shapes = [
  ["async to async", { from: "async", to: "async" }],
  ["inline to inline", { from: "inline", to: "inline" }],
  ["inline to async", { from: "inline", to: "async" }],
  ["async to inline", { from: "async", to: "inline" }],
] as const;

describe.each(shapes)("a second version, %s,", (_name, { from, to }) => {
  const first = totals({ delivery: from });
  const second = totals({ delivery: to, version: 2, replaces: first });
  const alone = totals({ delivery: to, version: 2 });

  async function started() {
    const deployment = new Deployment(first);
    await deployment.read("", { units: 5 });
    await deployment.drain();
    return deployment;
  }

  test("RB-2 takes the place of the first with everything there is, and goes on", async () => {
    const deployment = await started();
    expect(await deployment.rows()).toEqual(row(1, 5, 1));
    deployment.deploy(second);
    await deployment.read("", { units: 7 });
    await deployment.drain();
    expect(await deployment.rows()).toEqual(row(2, 12, 2));
    await deployment.read("", { units: 1 });
    await deployment.drain();
    expect(await deployment.rows()).toEqual(row(2, 13, 3));
  });

  test("RB-2 leaves no rows of the first behind, and nothing scheduled", async () => {
    const deployment = await started();
    deployment.deploy(second);
    await deployment.read();
    await deployment.drain();
    expect(await deployment.table("totals", "")).toMatchObject([{ version: 2 }]);
    expect(await deployment.table("generations")).toMatchObject([{ version: 2, state: "live" }]);
    const jobs = await deployment.table("_scheduled_functions", "platformCore/batchWorker");
    expect(jobs.filter((job) => (job["state"] as { kind: string }).kind === "pending")).toEqual([]);
  });

  test("RB-2 without the first in the code, what there is stays served, stale, until it is ready", async () => {
    const deployment = await started();
    deployment.deploy(alone);
    await deployment.read("", { units: 7 });
    expect(await deployment.rows()).toEqual(row(1, 5, 1));
    await deployment.drain();
    expect(await deployment.rows()).toEqual(row(2, 12, 2));
  });

  test("RB-2 that the code takes back is not served: the first goes on", async () => {
    const deployment = await started();
    deployment.deploy(second);
    await deployment.read("", { units: 7 });
    await deployment.pass(100);
    deployment.deploy(first);
    await deployment.read("", { units: 1 });
    await deployment.drain();
    await deployment.read("", { units: 1 });
    await deployment.drain();
    expect(await deployment.rows()).toEqual(row(1, 14, 4));
    expect(await deployment.table("totals", "")).toMatchObject([{ version: 1 }]);
  });
});

test("RB-2 while it is built, the first is kept up to date by its own handlers", async () => {
  const first = totals();
  const second = totals({ version: 2, replaces: first });
  const deployment = new Deployment(first);
  await deployment.read("", { units: 5 });
  await deployment.drain();
  deployment.deploy(second);
  await deployment.read("", { meterId: "bad", units: poison });
  await deployment.read("", { units: 7 });
  await deployment.drain();
  expect(await deployment.rows()).toEqual(row(1, 12, 2));
  expect(await deployment.list()).toMatchObject([{ state: "running", waits: true }, {}]);
  await deployment.read("", { units: 1 });
  await deployment.drain();
  expect(await deployment.rows()).toEqual(row(1, 13, 3));
});

describe("a build of which events are aside", () => {
  async function waiting(to: "inline" | "async") {
    const first = totals({ isSafe: true });
    const deployment = new Deployment(first);
    await deployment.read("", { meterId: "bad", units: poison });
    await deployment.read("", { units: 5 });
    await deployment.drain();
    deployment.deploy(totals({ version: 2, delivery: to, replaces: first }));
    await deployment.read("", { units: 1 });
    await deployment.drain();
    return deployment;
  }

  test.each(["inline", "async"] as const)(
    "PO-2 is not served, and nothing is scheduled for it (%s)",
    async (to) => {
      const deployment = await waiting(to);
      expect(await deployment.rows()).toMatchObject([
        { key: "bad", version: 1 },
        { version: 1, units: 6 },
      ]);
      expect(await deployment.list()).toMatchObject([{ state: "running", waits: true }, {}]);
    },
  );

  test.each(["inline", "async"] as const)(
    "RB-2 is served once an operator says so (%s)",
    async (to) => {
      const deployment = await waiting(to);
      expect(await deployment.operate("force", "totals", { by: "olga" })).toBe(true);
      await deployment.drain();
      expect(await deployment.rows()).toEqual(row(2, 6, 2));
      expect(await deployment.list()).toMatchObject([{ state: "done", forcedBy: "olga" }, {}]);
      await deployment.read("", { units: 1 });
      await deployment.drain();
      expect(await deployment.rows()).toEqual(row(2, 7, 3));
    },
  );

  test("RB-1 can be cancelled", async () => {
    const deployment = await waiting("async");
    expect(await deployment.operate("cancel")).toBe(true);
    await deployment.drain();
    expect(await deployment.rows()).toMatchObject([{ version: 1 }, { version: 1 }]);
    expect(await deployment.table("letters")).toEqual([]);
  });
});

test("RB-2 an inline second version needs the component that builds it", () => {
  const { eventStore } = componentsGeneric() as unknown as PlatformComponents;
  const context = metersWith([totals({ delivery: "inline", version: 2 })]);
  const wire = () => createPlatform({ eventStore }, { schema, contexts: [context] });
  expect(wire).toThrow(
    'the read model "totals" is built in version 2 by the component platformCore',
  );
});

test("RB-2 a read model that comes later gets its past", async () => {
  const deployment = new Deployment(totals());
  await deployment.read("", { units: 5 });
  await deployment.drain();
  deployment.deploy(totals(), totals({ name: "others", delivery: "inline" }));
  await deployment.read("", { units: 7 });
  await deployment.drain();
  expect(await deployment.rows("", "others")).toEqual(row(1, 12, 2));
});

test("RB-2 other partitions are a new generation of the same rows", async () => {
  const deployment = new Deployment(totals());
  for (const meterId of ["m", "n", "o"]) await deployment.read("", { meterId, units: 5 });
  await deployment.drain();
  deployment.deploy(totals({ partitions: 4 }));
  for (const meterId of ["m", "n", "o"]) await deployment.read("", { meterId, units: 1 });
  await deployment.drain();
  expect(await deployment.rows()).toMatchObject(Array(3).fill({ units: 6, readings: 2 }));
  expect(await deployment.table("generations")).toMatchObject([{ partitions: 4, state: "live" }]);
});

describe("a read model that the code has lost", () => {
  async function without() {
    const deployment = new Deployment(totals(), totals({ name: "others" }));
    await deployment.read("", { units: 5 });
    await deployment.drain();
    deployment.deploy(totals({ name: "others" }));
    await deployment.read("", { units: 7 });
    await deployment.drain();
    return deployment;
  }

  test("PR-4 stops alone, and is known as removed", async () => {
    const deployment = await without();
    expect(await deployment.rows("", "others")).toEqual(row(1, 12, 2));
    expect(await deployment.table("generations")).toMatchObject([
      { consumer: "totals", status: { kind: "removed" } },
      { consumer: "others", status: { kind: "running" } },
    ]);
  });

  test("PR-2 goes on where it was when it comes back", async () => {
    const deployment = await without();
    deployment.deploy(totals(), totals({ name: "others" }));
    await deployment.read("", { units: 1 });
    await deployment.drain();
    expect(await deployment.rows()).toEqual(row(1, 13, 3));
  });

  test("PR-4 loses no event to a worker that runs before anybody has noticed", async () => {
    const deployment = new Deployment(totals());
    await deployment.read("", { units: 5 });
    await deployment.drain();
    await deployment.read("", { units: 7 });
    await deployment.pass(50);
    deployment.deploy(totals({ version: 2 }));
    await deployment.drain();
    expect(await deployment.rows()).toEqual(row(2, 12, 2));
    expect(await deployment.table("letters")).toEqual([]);
  });
});

test("PR-5 commands wake nobody once an inline second version is served", async () => {
  const first = totals({ delivery: "inline" });
  const deployment = new Deployment(totals({ delivery: "inline", version: 2, replaces: first }));
  await deployment.read("", { units: 5 });
  await deployment.drain();
  expect(await deployment.rows()).toEqual(row(2, 5, 1));
  await deployment.read("", { units: 7 });
  const jobs = await deployment.table("_scheduled_functions", "platformCore/batchWorker");
  expect(jobs.filter((job) => (job["state"] as { kind: string }).kind === "pending")).toEqual([]);
  expect(await deployment.rows()).toEqual(row(2, 12, 2));
});

test("RB-2 what commands have stopped keeping is not gone on with when its code comes back", async () => {
  const first = totals({ delivery: "inline" });
  const deployment = new Deployment(first);
  await deployment.read("", { units: 5 });
  deployment.deploy(totals({ delivery: "inline", version: 2 }));
  await deployment.read("", { units: 7 });
  deployment.deploy(first);
  await deployment.read("", { units: 1 });
  expect(await deployment.rows()).toEqual(row(1, 5, 1));
  deployment.deploy(first, totals({ name: "others" }));
  await deployment.read("", { units: 1 });
  await deployment.drain();
  expect(await deployment.rows()).toEqual(row(1, 14, 4));
});
