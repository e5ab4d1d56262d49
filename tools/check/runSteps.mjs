import { availableParallelism } from "node:os";
import { colorChoice } from "../run/colorChoice.mjs";
import { runGroup } from "../run/processGroups.mjs";
import { statusLine } from "../run/statusLine.mjs";

/** @typedef {import("./stepList.mjs").Step} Step */
/** @typedef {{ step: Step, outcome: "ok" | "failed", seconds: number, output: string }} Outcome */

/**
 * Runs the steps, as many at once as the machine has cores except those marked `alone`; a failing
 * one stops no other. Outcomes come in the order of the steps.
 * @param {string} root
 * @param {Step[]} steps
 * @returns {Promise<Outcome[]>}
 */
export async function runSteps(root, steps) {
  const running = new Set();
  const line = statusLine(() => `Checking: ${[...running].join(", ")}`);
  /** @param {Step} step */
  const run = async (step) => {
    running.add(step.name);
    const outcome = await runStep(root, step);
    running.delete(step.name);
    line.print(`${marks[outcome.outcome]} ${step.name} (${outcome.seconds.toFixed(1)} s)`);
    return outcome;
  };
  /** @type {Outcome[]} */
  const outcomes = [];
  for (const group of groupsOf(steps)) outcomes.push(...(await atOnce(group, run)));
  line.end();
  return steps.flatMap((step) => outcomes.filter((outcome) => outcome.step === step));
}

const marks = { ok: "✓", failed: "✗" };

/** Steps that may run at once, in their order. @param {Step[]} steps */
function groupsOf(steps) {
  /** @type {Step[][]} */
  const groups = [];
  for (const [index, step] of steps.entries()) {
    const joins = index > 0 && !step.alone && !steps[index - 1]?.alone;
    if (joins) groups.at(-1)?.push(step);
    else groups.push([step]);
  }
  return groups;
}

/** @param {Step[]} steps @param {(step: Step) => Promise<Outcome>} run */
async function atOnce(steps, run) {
  const waiting = [...steps];
  /** @type {Outcome[]} */
  const outcomes = [];
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) outcomes.push(await run(step));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return outcomes;
}

/** @param {string} root @param {Step} step @returns {Promise<Outcome>} */
async function runStep(root, step) {
  const start = performance.now();
  const [command = "", ...args] = step.command;
  const { code, output } = await runGroup({ command, args, cwd: root, env: colorChoice });
  const seconds = (performance.now() - start) / 1000;
  return { step, outcome: code === 0 ? "ok" : "failed", seconds, output };
}
