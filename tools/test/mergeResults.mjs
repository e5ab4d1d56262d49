/**
 * @typedef {"passed" | "failed" | "skipped" | "todo"} Status
 * @typedef {object} Case
 * @property {string} title
 * @property {string} file
 * @property {Status} status
 * @property {string[]} [groups]
 * @property {string | undefined} [problem] what a failed test says, ready to print
 *
 * @typedef {{ name: string, cases: Case[], seconds: number }} SuiteRun
 */

/**
 * The cases of all suites as test-results.json lists them, and how many passed and failed.
 * @param {SuiteRun[]} runs
 */
export function mergeResults(runs) {
  const results = runs.flatMap(({ cases }) =>
    cases.map(({ title, file, status }) => ({ title, file, status })),
  );
  /** @param {Status} wanted */
  const count = (wanted) => results.filter(({ status }) => status === wanted).length;
  const [passed, failed] = [count("passed"), count("failed")];
  return { results, passed, failed };
}

/**
 * A failure that no single test stands for: a suite that crashed, could not start, or had nothing
 * to run.
 * @param {{ title: string, file: string, problem: string }} failure
 * @returns {Case}
 */
export function suiteFailure({ title, file, problem }) {
  return { title, file, problem, status: "failed" };
}

/**
 * A run in which nothing passed or failed proves nothing: it gets one failure that says so.
 * @param {SuiteRun[]} runs
 * @returns {SuiteRun[]}
 */
export function withSomeTest(runs) {
  const ran = runs.some(({ cases }) =>
    cases.some(({ status }) => status === "passed" || status === "failed"),
  );
  if (ran) return runs;
  const problem = "No test ran: nothing matches the arguments, or everything is skipped.";
  const failure = suiteFailure({
    title: "at least one test runs",
    file: "tools/test.mjs",
    problem,
  });
  return [...runs, { name: "any suite", cases: [failure], seconds: 0 }];
}
