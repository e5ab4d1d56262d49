import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  badCoins,
  countsOf,
  drain,
  jarCommand,
  loopOf,
  pass,
  rowsIn,
  startJars,
  type Jars,
  type RunningJars,
} from "./consumerApp.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const opens = (jarId: string) => jarCommand("openJar", { jarId, shelf: "s" });
const adds = (jarId: string, coins = 1) => jarCommand("addCoins", { jarId, coins });

/** The app with the jars "a" and "b", built and asleep. */
async function asleep(declared?: Jars): Promise<RunningJars> {
  const jars = await startJars(declared);
  for (const jarId of ["a", "b"]) await jars.engine.call(opens(jarId));
  await drain(jars);
  return jars;
}

test("PR-5 two unrelated commands never conflict while the dispatcher is awake", async () => {
  const jars = await asleep({ projections: 25 });
  await jars.engine.call(adds("a"));
  expect(await jars.engine.conflicts(adds("a"), adds("b"))).toEqual([]);
  expect(await jars.engine.conflicts(opens("c"), opens("d"))).toEqual([]);
});

test("PR-4 a command never conflicts with a dispatcher that dispatches or polls", async () => {
  const jars = await asleep();
  await jars.engine.call(adds("a"));
  expect(await jars.engine.conflicts(adds("b"), await loopOf(jars, "dispatcher"))).toEqual([]);
  await pass(jars, 300);
  expect(await jars.engine.conflicts(adds("b"), await loopOf(jars, "dispatcher"))).toEqual([]);
});

test("PR-4 a command never conflicts with a consumer that works or falls asleep", async () => {
  const jars = await asleep();
  await jars.engine.call(adds("a"));
  await jars.engine.call(await loopOf(jars, "dispatcher"));
  const worker = "counts0/1/0";
  expect(await jars.engine.conflicts(adds("b"), await loopOf(jars, worker))).toEqual([]);
  await jars.engine.call(await loopOf(jars, worker));
  expect(await countsOf(jars)).toMatchObject({ a: 1 });
  expect(await jars.engine.conflicts(adds("b"), await loopOf(jars, worker))).toEqual([]);
});

test("PR-4 consumers never conflict with each other, nor do the partitions of one", async () => {
  const jars = await asleep({ projections: 2, partitions: 2 });
  await jars.engine.call(adds("a"));
  await jars.engine.call(await loopOf(jars, "dispatcher"));
  const names = ["counts0/1/0", "counts0/1/1", "counts1/1/0"];
  const [one, other, third] = await Promise.all(names.map((name) => loopOf(jars, name)));
  expect(await jars.engine.conflicts(one!, other!)).toEqual([]);
  expect(await jars.engine.conflicts(one!, third!)).toEqual([]);
});

/** The app with a jar "a" of which events are aside: the first one fails and is tried again, one waits for it. */
async function withLetters(declared?: Jars): Promise<RunningJars> {
  const jars = await asleep(declared);
  for (const coins of [badCoins, 1]) await jars.engine.call(adds("a", coins));
  await pass(jars, 900);
  expect(await rowsIn(jars, "platformCore", "letters")).toHaveLength(2);
  return jars;
}

test("PO-2 a command never conflicts with a consumer that puts events aside, nor with one that tries them again", async () => {
  const jars = await asleep();
  await jars.engine.call(adds("a", badCoins));
  await jars.engine.call(await loopOf(jars, "dispatcher"));
  const worker = () => loopOf(jars, "counts0/1/0");
  expect(await jars.engine.conflicts(adds("a"), await worker())).toEqual([]);
  await jars.engine.call(await worker());
  expect(await rowsIn(jars, "platformCore", "letters")).toHaveLength(1);
  vi.setSystemTime(Date.now() + 1_100);
  expect(await jars.engine.conflicts(adds("a"), await worker())).toEqual([]);
  await jars.engine.call(await worker());
  expect(await rowsIn(jars, "platformCore", "letters")).toMatchObject([{ attempts: 2 }]);
});

test("PO-2 consumers that try letters again never conflict with those of other partitions", async () => {
  const jars = await withLetters({ partitions: 2 });
  await jars.engine.call(adds("b"));
  await jars.engine.call(await loopOf(jars, "dispatcher"));
  vi.setSystemTime(Date.now() + 1_100);
  const [one, other] = [await loopOf(jars, "counts0/1/0"), await loopOf(jars, "counts0/1/1")];
  expect(await jars.engine.conflicts(one, other)).toEqual([]);
});

/** Lets the dispatcher poll until its next run is the one with which it falls asleep. */
async function tired(): Promise<RunningJars> {
  const jars = await asleep();
  await jars.engine.call(adds("a"));
  await pass(jars, 100);
  vi.setSystemTime(Date.now() + 600);
  return jars;
}

test.each([1, 2, 3, 4])(
  "PR-2 a command that races the dispatcher's falling asleep runs again at most once and is seen (seed %i)",
  async (seed) => {
    const jars = await tired();
    const race = await jars.engine.race([adds("b", 7), await loopOf(jars, "dispatcher")], { seed });
    const [command, loop] = race.outcomes;
    expect(command).toMatchObject({ status: "committed" });
    expect(loop).toMatchObject({ status: "committed" });
    expect(command!.attempts + loop!.attempts).toBe(3);
    await drain(jars);
    expect(await countsOf(jars)).toEqual({ a: 1, b: 7 });
  },
);

test.each([1, 2, 3, 4])(
  "PR-2 commands that wake a sleeping dispatcher at once run again at most once each (seed %i)",
  async (seed) => {
    const jars = await asleep();
    const race = await jars.engine.race([adds("a", 2), adds("b", 3)], { seed });
    expect(race.outcomes.map(({ attempts }) => attempts).sort()).toEqual([1, 2]);
    await drain(jars);
    expect(await countsOf(jars)).toEqual({ a: 2, b: 3 });
  },
);
