import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { countsOf, drain, jarCommand, pass, rowsIn, startJars } from "./consumerApp.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const opens = (jarId: string) => jarCommand("openJar", { jarId, shelf: "s" });
const adds = (jarId: string) => jarCommand("addCoins", { jarId, coins: 1 });
const numbered = Array.from({ length: 100 }, (_, n) => `jar${n}`);

describe.each([1, 25])("%i read models", (projections) => {
  test("PR-5 a command costs no call and one document more while the dispatcher is awake", async () => {
    const jars = await startJars({ projections });
    await jars.engine.call(opens("a"));
    await drain(jars);
    await jars.engine.call(adds("a"));
    const { footprint } = await jars.engine.call(adds("a"));
    // open, commit: they read 3 documents.
    expect(footprint.counts).toMatchObject({
      calls: 2,
      nestedCalls: 2,
      docsRead: 4,
      docsWritten: 3,
      scheduled: 0,
    });
    expect(footprint.byTable["app.platformState"]).toMatchObject({ docsRead: 1 });
  });
});

test("PR-5 a burst of 100 events takes few transactions and few writes, the same for any app", async () => {
  const jars = await startJars();
  await jars.engine.call(opens("a"));
  await drain(jars);
  jars.ended.splice(0);
  for (const jarId of numbered) await jars.engine.call(opens(jarId));
  await drain(jars);
  const costs = jars.ended.map(({ footprint }) => footprint.counts);
  const working = costs.filter(({ docsWritten }) => docsWritten > 3);
  const writes = costs.reduce((sum, { docsWritten }) => sum + docsWritten, 0);
  expect(Object.keys(await countsOf(jars))).toHaveLength(101);
  expect(working.length).toBeLessThanOrEqual(10);
  expect(costs.length - working.length).toBeLessThanOrEqual(10);
  expect(writes).toBeLessThanOrEqual(130);
});

test("PR-5 a new event is in the read model half a second after its command at the latest", async () => {
  const jars = await startJars();
  await jars.engine.call(opens("a"));
  await drain(jars);
  await jars.engine.call(adds("a"));
  await pass(jars, 450);
  expect(await countsOf(jars)).toEqual({ a: 1 });
  await jars.engine.call(adds("a"));
  await pass(jars, 450);
  expect(await countsOf(jars)).toEqual({ a: 2 });
});

test("PR-5 when all is done, nothing is scheduled", async () => {
  const jars = await startJars({ projections: 3, partitions: 2 });
  await jars.engine.call(opens("a"));
  await drain(jars);
  const pending = await Promise.all(
    ["", "platformCore", "platformCore/batchWorker"].map((component) =>
      rowsIn(jars, component, "_scheduled_functions"),
    ),
  );
  const states = pending.flat().map((row) => (row["state"] as { kind: string }).kind);
  expect(states.length).toBeGreaterThan(0);
  expect(states.filter((kind) => kind === "pending")).toEqual([]);
});
