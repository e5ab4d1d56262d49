// @vitest-environment node
import { expect, test } from "vitest";
import { dollarsOf, formatCounted, formatDollars, formatMs } from "./format.ts";

test.each([
  [0n, "$0.00"],
  [7n, "$0.07"],
  [135_445_859n, "$1,354,458.59"],
  [18_014_398_509_481_982_05n, "$18,014,398,509,481,982.05"],
])("%d cents are %s", (cents, dollars) => {
  expect(formatDollars(cents)).toBe(dollars);
});

test("plain dollars are for machines: no separators, always two decimals", () => {
  expect([135_445_859n, 50n, -5n].map(dollarsOf)).toEqual(["1354458.59", "0.50", "-0.05"]);
});

test("what is counted agrees in number", () => {
  expect([formatCounted(1, "order"), formatCounted(2155, "line")]).toEqual([
    "1 order",
    "2,155 lines",
  ]);
});

test("short times have more digits", () => {
  expect([formatMs(1.234), formatMs(12.345)]).toEqual(["1.23 ms", "12.3 ms"]);
});
