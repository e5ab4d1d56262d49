import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { atBeginning, movedOn } from "../tables/cursors.js";
import { letterStep, pageStep } from "./attempts.js";

const now = 1_800_000_000_000;
const cursor = { movedAt: now };

beforeEach(() => void vi.useFakeTimers({ now }));
afterEach(() => void vi.useRealTimers());

describe("a letter", () => {
  test.each([
    [1, null],
    [0, "tryLetters"],
    [-1, "tryLetters"],
  ])("PO-1 that is due in %i ms: %s", (inMs, step) => {
    expect(letterStep({ dueAt: now + inMs }, cursor, now)).toBe(step);
  });
});

describe("a page", () => {
  test.each([
    [0, "applyPage"],
    [1, "applyPage"],
    [2, "putNextAside"],
  ])("PO-1 whose first event has been claimed %i times: %s", (times, step) => {
    const claim = { at: now, times, suspects: 1 };
    expect(pageStep({ cursor: { ...cursor, claim }, since: now }, now)).toBe(step);
  });

  test("PO-1 does not grow while an event that ended a transaction may be ahead, and grows once none is", () => {
    const page = { cursor: "c", handled: 10, aside: 0, isDone: false };
    const claimed = { ...atBeginning, limit: 10, claim: { at: now, times: 1, suspects: 25 } };
    const next = movedOn(claimed, page);
    expect(next).toMatchObject({ limit: 10, claim: { suspects: 15 } });
    const third = movedOn(movedOn(next, page), page);
    expect(third.limit).toBe(20);
    expect(third).not.toHaveProperty("claim");
  });
});
