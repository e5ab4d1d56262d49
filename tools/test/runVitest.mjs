import path from "node:path";
import { runGroup } from "../run/processGroups.mjs";
import { statusLine } from "../run/statusLine.mjs";
import { suiteFailure } from "./mergeResults.mjs";

/** @typedef {import("./mergeResults.mjs").SuiteRun} SuiteRun */
/** @typedef {import("./vitestReporter.mjs").Message} Message */

const config = "vitest.workspace.ts";

/** Runs all vitest projects in one process, with `args` (file filters, `--project`) handed on, and returns one run per project. @param {string} root @param {string[]} args @returns {Promise<SuiteRun[]>} */
export async function runVitest(root, args) {
  const collected = collect();
  const line = statusLine(collected.progress);
  const { code, output } = await runGroup({
    command: process.execPath,
    args: [
      path.join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      `--config=${config}`,
      `--reporter=${path.join(root, "tools/test/vitestReporter.mjs")}`,
      ...args,
    ],
    cwd: root,
    env: process.stdout.isTTY ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" },
    onMessage: (message) => collected.add(message, line.print),
  });
  line.end();
  return collected.runs({ code, output, whole: args.length === 0 });
}

/** Gathers the reporter's messages; what it cannot account for becomes a failure of the run "vitest". */
export function collect() {
  /** @type {Map<string, SuiteRun>} */
  const byProject = new Map();
  /** @type {string[] | undefined} */
  let problems;
  const counts = { passed: 0, failed: 0, skipped: 0, todo: 0 };
  /** @param {string} name */
  const run = (name) => {
    const known = byProject.get(name) ?? { name, cases: [], seconds: 0 };
    byProject.set(name, known);
    return known;
  };
  return {
    progress: () => `Testing: ${counts.passed} passed, ${counts.failed} failed`,
    /** @param {Message} message @param {(line: string) => void} [print] */
    add(message, print = () => {}) {
      if (message.kind === "projects") message.names.forEach(run);
      if (message.kind === "test") counts[message.status]++;
      if (message.kind === "end") problems = message.problems;
      if (message.kind !== "file") return;
      run(message.project).cases.push(...message.cases);
      run(message.project).seconds += message.seconds;
      print(fileLine(message));
    },
    /** @param {{ code: number, output: string, whole: boolean }} ended */
    runs({ code, output, whole }) {
      const runs = [...byProject.values()];
      const failures = whole
        ? runs.filter(({ cases }) => cases.length === 0).map(emptyProject)
        : [];
      const anyFailed =
        failures.length > 0 ||
        runs.some(({ cases }) => cases.some(({ status }) => status === "failed"));
      for (const problem of problems ?? [])
        failures.push(crash("no error outside of tests", problem));
      if (problems === undefined) failures.push(crash("vitest runs to its end", output));
      else if (code !== 0 && !anyFailed && failures.length === 0)
        failures.push(crash("vitest succeeds", output));
      const chosen = whole ? runs : runs.filter(({ cases }) => cases.length > 0);
      return failures.length === 0
        ? chosen
        : [...chosen, { name: "vitest", cases: failures, seconds: 0 }];
    },
  };
}

/** @param {string} title @param {string} problem */
const crash = (title, problem) => suiteFailure({ title, file: config, problem: problem.trim() });

/** @param {SuiteRun} run */
const emptyProject = ({ name }) =>
  suiteFailure({
    title: `the project ${name} has tests`,
    file: config,
    problem: `No test ran in the project ${name}.`,
  });

/** @param {Message & { kind: "file" }} message */
function fileLine({ file, cases, seconds }) {
  const failed = cases.filter(({ status }) => status === "failed").length;
  const tests = failed > 0 ? `${failed} of ${cases.length} tests failed` : `${cases.length} tests`;
  return `${failed > 0 ? "✗" : "✓"} ${file} (${tests}, ${seconds.toFixed(1)} s)`;
}
