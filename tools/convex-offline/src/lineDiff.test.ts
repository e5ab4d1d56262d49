import { expect, test } from "vitest";
import { lineDiff } from "./lineDiff.ts";

const lines = (...numbers: number[]) => `${numbers.join("\n")}\n`;

test("a changed line is shown with two lines around it", () => {
  expect(lineDiff(lines(1, 2, 3, 4, 5, 6, 7), lines(1, 2, 3, 0, 5, 6, 7))).toBe(
    ["  2", "  3", "- 4", "+ 0", "  5", "  6", "  …"].join("\n"),
  );
});

test("equal texts differ in nothing", () => {
  expect(lineDiff(lines(1, 2), lines(1, 2))).toBe("");
});
