import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { afterTimeout } from "./afterTimeout.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

test("PR-7 a wait is over after its time, and not before", () => {
  const isOver = vi.fn();
  afterTimeout(1_000, isOver);
  vi.advanceTimersByTime(999);
  expect(isOver).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(isOver).toHaveBeenCalledOnce();
});

test.each([Infinity, 2 ** 31, 1e300])("PR-7 a wait of %d ms has no limit", (timeoutMs) => {
  const isOver = vi.fn();
  const end = afterTimeout(timeoutMs, isOver);
  vi.advanceTimersByTime(2 ** 31);
  expect(isOver).not.toHaveBeenCalled();
  end();
  expect(vi.getTimerCount()).toBe(0);
});

test("PR-7 the longest timer that there is still ends", () => {
  const isOver = vi.fn();
  afterTimeout(2 ** 31 - 1, isOver);
  vi.advanceTimersByTime(2 ** 31 - 1);
  expect(isOver).toHaveBeenCalledOnce();
});

test("PR-7 a wait that ends earlier leaves no timer", () => {
  const isOver = vi.fn();
  afterTimeout(1_000, isOver)();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(2_000);
  expect(isOver).not.toHaveBeenCalled();
});

test.each([Number.NaN, -1, -Infinity])("PR-7 a wait of %d ms is refused", (timeoutMs) => {
  expect(() => afterTimeout(timeoutMs, () => undefined)).toThrow(
    `timeoutMs is ${timeoutMs}; use milliseconds from 0 on, or Infinity.`,
  );
});
