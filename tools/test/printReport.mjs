import { textTable } from "../run/textTable.mjs";

/** @typedef {import("./mergeResults.mjs").SuiteRun} SuiteRun */
/** @typedef {import("./mergeResults.mjs").Case} Case */

/** @type {Case["status"][]} */
const statuses = ["passed", "failed", "skipped", "todo"];

const red = process.stdout.isTTY
  ? (/** @type {string} */ text) => `\x1b[31m${text}\x1b[39m`
  : String;

/**
 * Prints every failure with what it says, then a table of the suites; `seconds` is the time of
 * the whole run.
 * @param {SuiteRun[]} runs
 * @param {number} seconds
 */
export function printReport(runs, seconds) {
  const failures = runs.flatMap(({ cases }) => cases.filter(({ status }) => status === "failed"));
  for (const failure of failures) process.stdout.write(`${describe(failure)}\n`);
  process.stdout.write(`${table(runs).join("\n")}\n\n${seconds.toFixed(1)} s in all\n`);
}

/** @param {Case} failure */
function describe({ file, groups = [], title, problem = "" }) {
  const text = problem.split("\n").map((line) => `    ${line}`);
  return `\n${red("FAILED")} ${[file, ...groups, title].join(" > ")}\n${text.join("\n")}`;
}

/** @param {SuiteRun[]} runs */
function table(runs) {
  const rows = runs.map(({ name, cases, seconds }) => {
    const counts = statuses.map((wanted) => cases.filter(({ status }) => status === wanted).length);
    return [name, ...counts.map(String), seconds.toFixed(1)];
  });
  return textTable([["suite", ...statuses, "seconds"], ...rows], { right: [1, 2, 3, 4, 5] });
}
