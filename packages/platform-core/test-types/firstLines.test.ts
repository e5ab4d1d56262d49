// @vitest-environment node
import { expect, test } from "vitest";
import { firstLines } from "./firstLines.js";

const lines = firstLines();

test("US-5 there are at least twenty wrong programs", () => {
  expect(lines.length).toBeGreaterThanOrEqual(20);
});

test.each(lines)("US-5 the first line names what is wrong: $program", ({ expected, line }) => {
  expect(line).toContain(expected);
  expect(line.length).toBeLessThan(240);
});
