import path from "node:path";
import { suiteFailure } from "./mergeResults.mjs";

/** @import { Reporter, TestCase, TestModule, Vitest } from "vitest/node" */
/** @typedef {import("./mergeResults.mjs").Case} Case */
/**
 * @typedef {object} TestError
 * @property {string} [name]
 * @property {string} [message]
 * @property {string | undefined} [diff]
 * @property {string | undefined} [stack]
 * @property {{ file: string, line: number, column: number }[]} [stacks]
 * @property {TestError} [cause]
 */

/**
 * What the reporter sends to the process that started vitest, at once, so that a crash loses no
 * result that was already there.
 * @typedef {{ kind: "projects", names: string[] }
 *   | { kind: "test", status: Case["status"] }
 *   | { kind: "file", project: string, file: string, seconds: number, cases: Case[] }
 *   | { kind: "end", problems: string[] }} Message
 */

const root = process.cwd();
/** Convention of Convex components: what the tests beside it share, itself without tests. */
const harness = /(^|\/)setup\.test\.ts$/;

/** Sends every result to the parent process as it arrives. @implements {Reporter} */
export default class VitestReporter {
  /** @type {Set<string>} */
  ended = new Set();

  /** @param {Vitest} vitest */
  onInit(vitest) {
    send({ kind: "projects", names: vitest.projects.map(({ name }) => name) });
  }

  /** @param {TestCase} test */
  onTestCaseResult(test) {
    send({ kind: "test", status: statusOf(test) });
  }

  /** @param {TestModule} module */
  onTestModuleEnd(module) {
    this.ended.add(module.id);
    const file = path.relative(root, module.moduleId);
    const { duration, collectDuration, setupDuration } = module.diagnostic();
    send({
      kind: "file",
      project: module.project.name,
      file,
      seconds: (duration + collectDuration + setupDuration) / 1000,
      cases: casesOf(module, file),
    });
  }

  /** @param {readonly TestModule[]} modules @param {readonly TestError[]} unhandled */
  onTestRunEnd(modules, unhandled) {
    const unfinished = modules.filter(({ id }) => !this.ended.has(id));
    send({
      kind: "end",
      problems: [
        ...unhandled.map(describe),
        ...unfinished.map(({ moduleId }) => `${path.relative(root, moduleId)} did not finish`),
      ],
    });
  }
}

/** @param {Message} message */
function send(message) {
  process.send?.(message);
}

/** @param {TestCase} test @returns {Case["status"]} */
function statusOf(test) {
  if (test.options.mode === "todo") return "todo";
  const { state } = test.result();
  return state === "pending" ? "failed" : state;
}

/** @param {TestModule} module @param {string} file @returns {Case[]} */
function casesOf(module, file) {
  const broken = [module, ...module.children.allSuites()].flatMap((suite) => suite.errors());
  const cases = [...module.children.allTests()].map((test) => ({
    title: test.name,
    file,
    status: statusOf(test),
    groups: groupsOf(test),
    problem: (test.result().errors ?? []).map(describe).join("\n") || undefined,
  }));
  const empty = cases.length === 0 && !harness.test(file);
  const problems = broken.length === 0 && empty ? ["No test is in it."] : broken.map(describe);
  if (problems.length === 0) return cases;
  const problem = problems.join("\n");
  return [
    ...cases,
    suiteFailure({ title: "the file loads, has tests and its hooks succeed", file, problem }),
  ];
}

/** @param {TestCase} test */
function groupsOf(test) {
  const groups = [];
  for (let parent = test.parent; parent.type === "suite"; parent = parent.parent)
    groups.unshift(parent.name);
  return groups;
}

/** @param {TestError} error @returns {string} */
function describe({ name = "Error", message = "", diff, stack = "", stacks = [], cause }) {
  const where = stacks.find(({ file }) => isOurs(file));
  const trace = stack.split("\n").filter((line) => line.trim().startsWith("at ") && isOurs(line));
  return [
    `${name}: ${message}`,
    ...(diff ? [diff] : []),
    ...(where ? [`at ${path.relative(root, where.file)}:${where.line}:${where.column}`] : trace),
    ...(cause ? [`caused by ${describe(cause)}`] : []),
  ].join("\n");
}

/** @param {string} frame */
const isOurs = (frame) => frame.includes(root) && !frame.includes("node_modules");
