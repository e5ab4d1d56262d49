import { suiteFailure } from "./mergeResults.mjs";

/** @typedef {import("./mergeResults.mjs").SuiteRun} SuiteRun */
/** @typedef {import("./mergeResults.mjs").Case} Case */
/** @typedef {import("./vitestReporter.mjs").Message} Message */

const config = "vitest.workspace.ts";

/**
 * Gathers the reporter's messages of one vitest process. What they cannot account for (a crash,
 * an error outside of tests, a project without tests) becomes a failure of a suite "vitest".
 */
export class VitestRun {
  /** @type {Map<string, SuiteRun>} */
  #byProject = new Map();
  /** @type {string[] | undefined} */
  #problems;
  #counts = { passed: 0, failed: 0, skipped: 0, todo: 0 };

  get progress() {
    return `Testing: ${this.#counts.passed} passed, ${this.#counts.failed} failed`;
  }

  /** @param {Message} message */
  add(message) {
    if (message.kind === "projects") for (const name of message.names) this.#suite(name);
    if (message.kind === "test") this.#counts[message.status]++;
    if (message.kind === "end") this.#problems = message.problems;
    if (message.kind === "file") {
      const suite = this.#suite(message.project);
      suite.cases.push(...message.cases);
      suite.seconds += message.seconds;
    }
  }

  /**
   * One run per project, after the process ended; `whole` says that no filter was given, so that
   * every project must have tests.
   * @param {{ code: number, output: string, whole: boolean }} ended
   * @returns {SuiteRun[]}
   */
  suites({ code, output, whole }) {
    const all = [...this.#byProject.values()];
    const empty = all.filter(({ cases }) => cases.length === 0);
    const faults = [...this.#faults(output), ...(whole ? empty.map(emptyProject) : [])];
    const explained = faults.length > 0 || all.some(({ cases }) => cases.some(isFailed));
    if (code !== 0 && !explained) faults.push(fault("vitest succeeds", output));
    const shown = whole ? all : all.filter((suite) => !empty.includes(suite));
    return faults.length === 0 ? shown : [...shown, { name: "vitest", cases: faults, seconds: 0 }];
  }

  /** @param {string} output */
  #faults(output) {
    if (this.#problems === undefined) return [fault("vitest runs to its end", output)];
    return this.#problems.map((problem) => fault("no error happens outside of tests", problem));
  }

  /** @param {string} name */
  #suite(name) {
    const suite = this.#byProject.get(name) ?? { name, cases: [], seconds: 0 };
    this.#byProject.set(name, suite);
    return suite;
  }
}

/** @param {Case} test */
const isFailed = ({ status }) => status === "failed";

/** @param {string} title @param {string} problem */
const fault = (title, problem) => suiteFailure({ title, file: config, problem: problem.trim() });

/** @param {SuiteRun} suite */
const emptyProject = ({ name }) =>
  fault(`the project ${name} has tests`, `No test ran in the project ${name}.`);
