import { expect, test } from "vitest";
import { inWindow } from "./inWindow";

const day = 24 * 60 * 60 * 1_000;

test("what is older than 30 days, seen from the newest event, is out of the window", () => {
  const row = { newestAt: 10 * day, cancelledAt: [0, 10 * day] };
  expect(inWindow(29 * day, row)).toEqual({ newestAt: 29 * day, cancelledAt: [0, 10 * day] });
  expect(inWindow(30 * day, row)).toEqual({ newestAt: 30 * day, cancelledAt: [10 * day] });
  expect(inWindow(40 * day, row)).toEqual({ newestAt: 40 * day, cancelledAt: [] });
});

test("an event that is imported late does not move the window back", () => {
  const row = { newestAt: 40 * day, cancelledAt: [39 * day] };
  expect(inWindow(5 * day, { ...row, cancelledAt: [...row.cancelledAt, 5 * day] })).toEqual(row);
});
