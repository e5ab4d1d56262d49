/** @typedef {import("./mergeResults.mjs").SuiteRun} SuiteRun */
/** @typedef {import("./mergeResults.mjs").Case} Case */

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
    /** @param {Case["status"]} wanted */
    const count = (wanted) => String(cases.filter(({ status }) => status === wanted).length);
    return [
      name,
      count("passed"),
      count("failed"),
      count("skipped"),
      count("todo"),
      seconds.toFixed(1),
    ];
  });
  const width = Math.max(5, ...runs.map(({ name }) => name.length));
  return [["suite", "passed", "failed", "skipped", "todo", "seconds"], ...rows].map(
    ([name = "", ...cells]) =>
      [name.padEnd(width), ...cells.map((cell) => cell.padStart(8))].join(""),
  );
}
