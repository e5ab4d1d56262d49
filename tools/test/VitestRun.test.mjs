import { expect, test } from "vitest";
import { VitestRun } from "./VitestRun.mjs";

/** @typedef {import("./vitestReporter.mjs").Message} Message */
/** @typedef {import("./mergeResults.mjs").Status} Status */

/** @param {string} project @param {Status} status @returns {Message} */
const file = (project, status) => ({
  kind: "file",
  project,
  file: `${project}/x.test.ts`,
  seconds: 0.5,
  cases: [{ title: "x", file: `${project}/x.test.ts`, status }],
});

/** @type {Message} */
const end = { kind: "end", problems: [] };
const ended = { code: 0, output: "", whole: true };

/** @param {Message[]} messages */
function run(...messages) {
  const vitest = new VitestRun();
  for (const message of messages) vitest.add(message);
  return vitest;
}

/** @param {VitestRun} vitest @param {Partial<typeof ended>} [how] */
const failures = (vitest, how) =>
  vitest
    .suites({ ...ended, ...how })
    .flatMap(({ cases }) => cases.filter(({ status }) => status === "failed"))
    .map(({ title }) => title);

test("files are gathered by project, with their time", () => {
  const suites = run(file("a", "passed"), file("b", "passed"), file("a", "skipped"), end).suites(
    ended,
  );
  expect(suites.map(({ name, cases, seconds }) => [name, cases.length, seconds])).toEqual([
    ["a", 2, 1],
    ["b", 1, 0.5],
  ]);
});

test("a process that never reported its end failed, and keeps what it had reported", () => {
  const crashed = run(file("a", "passed"));
  expect(failures(crashed, { code: 134, output: "out of memory" })).toEqual([
    "vitest runs to its end",
  ]);
  expect(crashed.suites(ended)[0]?.cases).toHaveLength(1);
});

test("an error outside of tests is a failure", () => {
  const vitest = run(file("a", "passed"), { kind: "end", problems: ["unhandled rejection"] });
  expect(failures(vitest, { code: 1 })).toEqual(["no error happens outside of tests"]);
});

test("an exit code that nothing explains is a failure", () => {
  expect(failures(run(file("a", "passed"), end), { code: 1 })).toEqual(["vitest succeeds"]);
});

test("a failed test explains the exit code", () => {
  expect(failures(run(file("a", "failed"), end), { code: 1 })).toEqual(["x"]);
});

test("a project without tests fails the whole run, not a filtered one", () => {
  const vitest = run({ kind: "projects", names: ["a", "b"] }, file("a", "passed"), end);
  expect(failures(vitest)).toEqual(["the project b has tests"]);
  expect(failures(vitest, { whole: false })).toEqual([]);
});
