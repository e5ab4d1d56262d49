import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Deployment } from "../../test/rebuilds/Deployment.js";
import { poison, totals } from "../../test/rebuilds/meters.js";

const hourMs = 60 * 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const first = totals();
/** A release that has lost version 1. */
const second = totals({ version: 2 });

const served = async (deployment: Deployment) =>
  (await deployment.rows()).find(({ key }) => key === "m");

describe("code that comes back before anybody has looked", () => {
  test("RB-2 a read model goes on whose worker has met a release without it", async () => {
    const deployment = new Deployment(first);
    await deployment.read("", { units: 5 });
    await deployment.read("", { meterId: "bad", units: poison });
    await deployment.pass(1_500);
    deployment.deploy(second);
    await deployment.pass(20_000);
    deployment.deploy(first);
    await deployment.read("", { units: 7 });
    await deployment.read("", { units: 1 });
    await deployment.pass(2_000);
    expect(await served(deployment)).toMatchObject({ version: 1, units: 13, readings: 3 });
  });

  test("RB-2 the version of the release in between is built as soon as a worker has met it", async () => {
    const deployment = new Deployment(first);
    await deployment.read("", { units: 5 });
    await deployment.read("", { meterId: "bad", units: poison });
    await deployment.pass(1_500);
    deployment.deploy(totals({ version: 2, isSafe: true }));
    await deployment.pass(20_000);
    expect(await served(deployment)).toMatchObject({ version: 2, units: 10 });
  });

  test.each([
    ["rebuild", "start"],
    ["verification", "verify"],
  ] as const)("RB-1 a %s of one tenant goes on, woken by the next command", async (_name, what) => {
    const deployment = new Deployment(first);
    for (const tenant of ["acme", "zeta"]) await deployment.read(tenant, { units: 5 });
    await deployment.drain();
    await deployment[what]({ tenant: "acme" });
    deployment.deploy(second);
    await deployment.pass(50);
    deployment.deploy(first);
    await deployment.read("acme", { units: 7 });
    await deployment.drain();
    expect((await deployment.list())[0]).toMatchObject({ state: "done", percent: 100 });
    expect(await deployment.rows("acme")).toMatchObject([{ version: 1, units: 12, readings: 2 }]);
  });

  test("RB-1 a build that counts its events goes on", async () => {
    const deployment = new Deployment(totals({ delivery: "inline" }));
    for (let n = 0; n < 3; n++) await deployment.read("", { units: 5 });
    await deployment.drain();
    await deployment.start();
    deployment.deploy(totals({ delivery: "inline", version: 2 }));
    await deployment.pass(50);
    deployment.deploy(totals({ delivery: "inline" }));
    await deployment.read("", { units: 7 });
    await deployment.drain();
    expect((await deployment.list())[0]).toMatchObject({ state: "done", percent: 100 });
    expect(await served(deployment)).toMatchObject({ version: 1, units: 22, readings: 4 });
  });
});

test("RB-2 the newest version is served after a rebuild by a release in between that nobody had noticed", async () => {
  const deployment = new Deployment(first);
  await deployment.read("", { units: 5 });
  await deployment.drain();
  deployment.deploy(second);
  await deployment.read("", { units: 7 });
  await deployment.drain();
  deployment.deploy(first);
  await deployment.start();
  await deployment.drain();
  expect(await served(deployment)).toMatchObject({ version: 1, units: 12 });
  deployment.deploy(second);
  await deployment.read("", { units: 1 });
  await deployment.drain();
  expect(await served(deployment)).toMatchObject({ version: 2, units: 26, readings: 3 });
  await deployment.pass(hourMs / 60);
  expect(await deployment.table("generations")).toMatchObject([{ version: 2, state: "live" }]);
});
