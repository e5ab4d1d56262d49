import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { claims, startProcesses } from "./processApp.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const holders = Array.from({ length: 100 }, (_, n) => `holder-${n}`);

test("RS-2 of a hundred that claim one value at once, one gets it, and all others are told who", async () => {
  const { engine } = await startProcesses();
  const race = await engine.race(
    holders.map((holder) => claims(holder, "ann@example.org")),
    { seed: 1 },
  );
  const values = race.outcomes.map((outcome) =>
    outcome.status === "committed" ? (outcome.value as { status: string; holder: string }) : null,
  );
  const held = values.filter((value) => value?.status === "held");
  expect(held).toHaveLength(1);
  expect(values.filter((value) => value?.status === "conflict")).toHaveLength(99);
  expect(new Set(values.map((value) => value?.holder))).toEqual(new Set([held[0]!.holder]));
});

test("RS-2 claims of one value conflict, those of other values never", async () => {
  const { engine } = await startProcesses();
  const one = claims("a", "ann@example.org");
  expect(await engine.conflicts(one, claims("b", "ann@example.org"))).not.toEqual([]);
  expect(await engine.conflicts(one, claims("b", "bob@example.org"))).toEqual([]);
  await engine.call(claims("c", "ann@example.org"));
  expect(await engine.conflicts(one, claims("b", "bob@example.org"))).toEqual([]);
});

test("RS-1 a claim costs one call, one index range and one document", async () => {
  const { engine } = await startProcesses();
  const { footprint } = await engine.call(claims("a", "ann@example.org"));
  expect(footprint.counts).toMatchObject({ calls: 1, docsRead: 0, docsWritten: 1, scheduled: 0 });
  expect(footprint.byTable["platformCore.claims"]).toMatchObject({ indexRanges: 1 });
});
