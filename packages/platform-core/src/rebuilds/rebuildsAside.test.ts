import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Deployment } from "../../test/rebuilds/Deployment.js";
import { poison, totals } from "../../test/rebuilds/meters.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("part of a read model of which events are aside", () => {
  test("RB-1 is not rebuilt, and says why; other parts are", async () => {
    const deployment = new Deployment(totals());
    await deployment.read("acme", { units: poison });
    await deployment.read("zeta", { units: 5 });
    await deployment.drain();
    await deployment.start({ tenant: "acme" });
    await deployment.drain();
    expect((await deployment.list())[0]).toMatchObject({ state: "failed" });
    await deployment.start({ tenant: "zeta" });
    await deployment.drain();
    expect((await deployment.list())[0]).toMatchObject({ state: "done" });
    expect(await deployment.table("totals", "")).toHaveLength(1);
  });
});

test("RB-1 part of a read model is not rebuilt while its events are aside, though they would pass today", async () => {
  const deployment = new Deployment(totals());
  await deployment.read("acme", { meterId: "bad", units: poison });
  await deployment.read("acme", { units: 5 });
  await deployment.drain();
  deployment.deploy(totals({ isSafe: true }));
  for (const asked of [{ tenant: "acme" }, { tenant: "acme", key: "bad" }]) {
    await deployment.start(asked);
    await deployment.pass(500);
    const [last] = await deployment.list();
    expect(last).toMatchObject({ state: "failed" });
    expect(last!.reason).toContain('Events of the row "bad" are aside');
  }
  await deployment.start({ tenant: "acme", key: "m" });
  await deployment.pass(500);
  expect((await deployment.list())[0]).toMatchObject({ state: "done" });
});
