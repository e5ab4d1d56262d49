import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { failureOf } from "../../test/initConvexTest.js";
import { Deployment } from "../../test/rebuilds/Deployment.js";
import { poison, totals } from "../../test/rebuilds/meters.js";

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

const minuteMs = 60_000;

/** A build that waits for an event which is aside. */
async function waiting() {
  const deployment = new Deployment(totals());
  await deployment.read("", { units: 5 });
  await deployment.read("", { meterId: "bad", units: poison });
  await deployment.drain();
  await deployment.start();
  await deployment.drain();
  expect((await deployment.list())[0]).toMatchObject({ state: "running", waits: true });
  return deployment;
}

test("RB-1 a build that moves is not taken over, however long it takes", async () => {
  const deployment = await waiting();
  for (let n = 0; n < 3; n++) {
    vi.advanceTimersByTime(6 * minuteMs);
    await deployment.read("", { units: 1 });
    await deployment.drain();
  }
  expect(await failureOf(deployment.start())).toMatchObject({ code: "REBUILD_RUNNING" });
});

test("RB-1 a build that has not moved for more than ten minutes is taken over", async () => {
  const deployment = await waiting();
  vi.advanceTimersByTime(11 * minuteMs);
  await deployment.start();
  expect(await deployment.list()).toMatchObject([
    { state: "running" },
    { state: "superseded", reason: "it was stuck" },
    {},
  ]);
});

test("PO-1 a paused worker is due since the last event, not since it was paused", async () => {
  const deployment = new Deployment(totals());
  await deployment.read("", { units: 5 });
  await deployment.drain();
  await deployment.operate("pause");
  await deployment.read("", { units: 1 });
  await deployment.drain();
  vi.advanceTimersByTime(5 * minuteMs);
  const last = Date.now();
  await deployment.read("", { units: 1 });
  await deployment.drain();
  const [due] = await deployment.table("due");
  expect(due?.["since"]).toBeGreaterThanOrEqual(last);
});
