import { expect, test } from "vitest";
import { startHeartbeat, UserTime } from "./UserTime.js";

const shortLimits = { transactionMs: 30, actionMs: 60, stretchMs: 1_000 };

/** Computes for some time, as code does that checks its own. */
function compute(time: UserTime, ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end) time.check();
}

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test("a transaction that computes longer than it may is ended", () => {
  const time = new UserTime("mutation", shortLimits);
  expect(() => compute(time, 1_000)).toThrow(
    "Function execution timed out (maximum duration: 0.03s)",
  );
});

test("what a transaction waits for Convex does not count", async () => {
  const time = new UserTime("query", shortLimits);
  const answer = await time.within(
    (async () => {
      await Promise.all([time.whileWaiting(() => later(40)), time.whileWaiting(() => later(60))]);
      time.check();
      return "in time";
    })(),
  );
  expect(answer).toBe("in time");
});

test("a transaction that waits for nothing is ended", async () => {
  const time = new UserTime("mutation", shortLimits);
  await expect(time.within(new Promise(() => {}))).rejects.toThrow("timed out");
  expect(time.hasEnded).toBe(true);
});

test("an action may wait, but not for ever", async () => {
  const time = new UserTime("action", shortLimits);
  await later(40);
  expect(() => time.check()).not.toThrow();
  await expect(time.within(new Promise(() => {}))).rejects.toThrow("maximum duration: 0.06s");
});

test("an action may not compute at one stretch for long", () => {
  startHeartbeat();
  const time = new UserTime("action", { ...shortLimits, actionMs: 10_000, stretchMs: 30 });
  expect(() => compute(time, 1_000)).toThrow("maximum duration: 0.03s");
});
