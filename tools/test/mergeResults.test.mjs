import { expect, test } from "vitest";
import { mergeResults, suiteFailure, withSomeTest } from "./mergeResults.mjs";

/** @typedef {import("./mergeResults.mjs").Status} Status */

/** @param {string} name @param {...Status} statuses */
const suite = (name, ...statuses) => ({
  name,
  seconds: 1,
  cases: statuses.map((status) => ({
    title: `${name} ${status}`,
    file: `${name}.test.ts`,
    status,
  })),
});

test("the results of all suites are one list of title, file and status", () => {
  const cases = [
    { title: "adds", file: "a.test.ts", status: /** @type {const} */ ("failed"), problem: "no" },
  ];
  const { results } = mergeResults([{ name: "a", cases, seconds: 1 }, suite("b", "passed")]);
  expect(results).toEqual([
    { title: "adds", file: "a.test.ts", status: "failed" },
    { title: "b passed", file: "b.test.ts", status: "passed" },
  ]);
});

test("skipped and todo tests count neither as passed nor as failed", () => {
  const { passed, failed } = mergeResults([
    suite("a", "passed", "skipped", "todo"),
    suite("b", "passed", "failed"),
  ]);
  expect({ passed, failed }).toEqual({ passed: 2, failed: 1 });
});

test.each([[[]], [[suite("a", "skipped", "todo")]]])("a run without a test fails", (runs) => {
  expect(mergeResults(withSomeTest(runs))).toMatchObject({ passed: 0, failed: 1 });
});

test("a suite that crashed counts as a failure and is listed", () => {
  const crash = suiteFailure({ title: "it ends", file: "x", problem: "boom" });
  const merged = mergeResults([suite("a", "passed"), { name: "x", cases: [crash], seconds: 0 }]);
  expect(merged).toMatchObject({ passed: 1, failed: 1 });
  expect(merged.results).toContainEqual({ title: "it ends", file: "x", status: "failed" });
});
