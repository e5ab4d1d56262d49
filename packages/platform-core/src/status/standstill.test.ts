import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Deployment } from "../../test/rebuilds/Deployment.js";
import { poison, totals } from "../../test/rebuilds/meters.js";

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

const minuteMs = 60_000;

const units = async (deployment: Deployment) =>
  (await deployment.rows()).find(({ key }) => key === "m")?.units ?? 0;

/** A deployment whose dispatcher has told a worker to come further, and whose worker has not run. */
async function told() {
  const deployment = new Deployment(totals());
  await deployment.read("", { units: 5 });
  await deployment.drain();
  await deployment.read("", { units: 7 });
  // The dispatcher runs, and no worker.
  await deployment.pass(50);
  expect(await units(deployment)).toBe(5);
  return deployment;
}

describe("work that is due, and nothing that is scheduled", () => {
  test("OP-10 of a worker is started again by the safety net", async () => {
    const deployment = await told();
    await deployment.cancelAll();
    await deployment.pass(2 * minuteMs);
    expect(await units(deployment)).toBe(5);
    await deployment.runSafetyNet();
    await deployment.drain();
    expect(await units(deployment)).toBe(12);
  });

  test("OP-10 of the dispatcher is started again by the safety net, and commands wake it from then on", async () => {
    const deployment = new Deployment(totals());
    await deployment.read("", { units: 5 });
    await deployment.cancelAll();
    await deployment.read("", { units: 7 });
    await deployment.pass(2 * minuteMs);
    expect(await units(deployment)).toBe(0);
    await deployment.runSafetyNet();
    await deployment.drain();
    expect(await units(deployment)).toBe(12);
    await deployment.read("", { units: 1 });
    await deployment.drain();
    expect(await units(deployment)).toBe(13);
  });

  test("OP-10 of a letter that waits for its next attempt is started again by the safety net", async () => {
    const deployment = new Deployment(totals());
    await deployment.read("", { units: poison });
    await deployment.pass(300);
    await deployment.cancelAll();
    deployment.deploy(totals({ isSafe: true }));
    await deployment.pass(2 * minuteMs);
    await deployment.runSafetyNet();
    await deployment.drain();
    expect(await units(deployment)).toBe(poison);
  });

  test("OP-10 of a build is started again by the safety net", async () => {
    const deployment = new Deployment(totals());
    await deployment.read("", { units: 5 });
    await deployment.drain();
    await deployment.start({ tenant: "" });
    await deployment.cancelAll();
    await deployment.pass(2 * minuteMs);
    expect(await deployment.list()).toMatchObject([{ state: "running" }, {}]);
    await deployment.runSafetyNet();
    await deployment.drain();
    expect(await deployment.list()).toMatchObject([{ state: "done" }, {}]);
  });

  test("OP-10 is started again by an operator, who need not wait for the safety net", async () => {
    const deployment = await told();
    await deployment.cancelAll();
    await deployment.pass(2 * minuteMs);
    await deployment.operate("restart");
    await deployment.drain();
    expect(await units(deployment)).toBe(12);
  });

  test("OP-10 the safety net starts nothing that has nothing to do", async () => {
    const deployment = await told();
    await deployment.drain();
    await deployment.runSafetyNet();
    const jobs = await deployment.table("_scheduled_functions", "platformCore/batchWorker");
    const pending = jobs.filter(({ state }) => (state as { kind: string }).kind === "pending");
    expect(pending.map(({ args }) => (args as [{ name: string }])[0].name)).toEqual(
      expect.not.arrayContaining(["totals/1/0"]),
    );
  });
});

describe("the list of consumers", () => {
  const liveness = async (deployment: Deployment) => {
    const [{ dueSince, standsStill } = { dueSince: 0, standsStill: null }] =
      await deployment.consumers();
    return { dueSince, standsStill };
  };

  test("OP-10 tells since when a worker that nobody runs has had something to do", async () => {
    const deployment = await told();
    const since = Date.now();
    await deployment.cancelAll();
    expect(await liveness(deployment)).toMatchObject({ standsStill: false });
    await deployment.pass(2 * minuteMs);
    const { dueSince, standsStill } = await liveness(deployment);
    expect(standsStill).toBe(true);
    expect(Math.abs((dueSince ?? 0) - since)).toBeLessThan(1_000);
    await deployment.runSafetyNet();
    await deployment.drain();
    expect(await liveness(deployment)).toEqual({ dueSince: null, standsStill: false });
  });

  test("OP-10 tells that events wait which nobody has looked at", async () => {
    const deployment = await told();
    await deployment.drain();
    await deployment.read("", { units: 1 });
    await deployment.cancelAll();
    await deployment.pass(2 * minuteMs);
    expect(await liveness(deployment)).toMatchObject({ standsStill: true });
  });

  test("OP-10 does not say so of a worker that works for longer than a minute", async () => {
    const deployment = new Deployment(totals());
    await deployment.read("", { units: 5 });
    await deployment.drain();
    await deployment.t.run(async ({ db }) => {
      for (let n = 0; n < 1_600; n++) {
        const row = { tenant: "", generation: 1, version: 1, units: 1, readings: 1 };
        await db.insert("totals", { ...row, key: `x-${n}` });
      }
    });
    await deployment.pass(5_000);
    await deployment.start();
    const isDropping = async () =>
      (await deployment.consumers()).some(({ state }) => state === "dropping");
    while (!(await isDropping())) await deployment.pass(50);
    for (let steps = 0; steps < 3; steps++) {
      // Each step deletes 500 rows, or falls asleep.
      vi.advanceTimersByTime(40_000);
      await deployment.t.finishInProgressScheduledFunctions();
      const standing = (await deployment.consumers()).filter(({ standsStill }) => standsStill);
      expect(standing).toEqual([]);
      expect(await isDropping()).toBe(true);
    }
  });

  test("OP-10 does not say so of what is paused, waits, or has nothing to do", async () => {
    const deployment = await told();
    await deployment.drain();
    vi.advanceTimersByTime(5 * minuteMs);
    expect(await liveness(deployment)).toEqual({ dueSince: null, standsStill: false });
    await deployment.operate("pause");
    await deployment.read("", { units: 1 });
    await deployment.drain();
    vi.advanceTimersByTime(5 * minuteMs);
    expect(await liveness(deployment)).toEqual({ dueSince: null, standsStill: false });
    await deployment.operate("resume");
    expect(await liveness(deployment)).toMatchObject({ standsStill: false });
  });
});
