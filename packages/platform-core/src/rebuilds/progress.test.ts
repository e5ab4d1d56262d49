import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Deployment } from "../../test/rebuilds/Deployment.js";
import { totals } from "../../test/rebuilds/meters.js";
import { percentOf, remainingOf } from "../server/builds/rebuildStatus.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("progress", () => {
  test("RB-1 is counted in events, and everything of nothing is all of it", () => {
    expect(percentOf(0, 0)).toBe(100);
    expect(percentOf(0, 10)).toBe(0);
    expect(percentOf(1, 3)).toBe(33);
    expect(percentOf(12, 10)).toBe(100);
  });

  test("RB-1 is none while events are being counted", () => {
    expect(percentOf(5, null)).toBe(0);
  });

  test("RB-1 tells how long it will take only after the first event", () => {
    expect(remainingOf({ handled: 0, total: 10, took: 1_000 })).toBeNull();
    expect(remainingOf({ handled: 4, total: null, took: 1_000 })).toBeNull();
    expect(remainingOf({ handled: 4, total: 10, took: 1_000 })).toBe(1_500);
    expect(remainingOf({ handled: 11, total: 10, took: 1_000 })).toBe(0);
  });
});

async function filled(delivery: "inline" | "async") {
  const deployment = new Deployment(totals({ delivery }));
  for (let n = 0; n < 12; n++) await deployment.read("acme", { times: 100 });
  await deployment.read("zeta");
  await deployment.drain();
  return deployment;
}

test("RB-1 an async read model knows from what it has handled how much there is", async () => {
  const deployment = await filled("async");
  await deployment.start({ by: "olga" });
  const [begun] = await deployment.list();
  const start = {
    state: "running",
    by: "olga",
    total: 1_201,
    handled: 0,
    percent: 0,
    waits: false,
  };
  expect(begun).toMatchObject({ ...start, remainingMs: null });
  await deployment.pass(50);
  const [half] = await deployment.list();
  const { handled = 0 } = half ?? {};
  expect(handled).toBeGreaterThan(0);
  expect(handled).toBeLessThan(1_201);
  expect(half).toMatchObject({ total: 1_201, percent: percentOf(handled, 1_201) });
  expect(half!.remainingMs).toBeGreaterThan(0);
  await deployment.drain();
  const over = { state: "done", handled: 1_201, percent: 100, remainingMs: null };
  expect((await deployment.list())[0]).toMatchObject(over);
});

test.each([
  ["inline", {}, 1_201],
  ["inline", { tenant: "zeta" }, 1],
  ["async", { tenant: "acme" }, 1_200],
  ["async", { tenant: "acme", key: "m" }, 1_200],
  ["async", { tenant: "none" }, 0],
] as const)("RB-1 otherwise events are counted first: %s, %o", async (delivery, options, total) => {
  const deployment = await filled(delivery);
  await deployment.start(options);
  expect((await deployment.list())[0]).toMatchObject({ total: null, percent: 0 });
  await deployment.drain();
  const over = { state: "done", total, handled: total, percent: 100 };
  expect((await deployment.list())[0]).toMatchObject(over);
});

test("RB-1 the last fifty of a read model are remembered", async () => {
  const deployment = new Deployment(totals({ delivery: "inline" }));
  for (let n = 0; n < 53; n++) {
    await deployment.start({ by: `operator ${n}` });
    await deployment.operate("cancel");
  }
  await deployment.drain();
  expect(await deployment.table("rebuilds")).toHaveLength(50);
  expect((await deployment.list())[0]).toMatchObject({ by: "operator 52", generation: 53 });
});

test("RB-1 what is built for the first time is not counted first", async () => {
  const deployment = new Deployment(totals());
  await deployment.read();
  await deployment.drain();
  const first = { state: "done", by: "", total: null, handled: 1, percent: 100 };
  expect(await deployment.list()).toMatchObject([first]);
});
