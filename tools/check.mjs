// The one gate: runs every check, also after one failed, and ends with a table. --only A,B
// chooses, --all adds the tests.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runSteps } from "./check/runSteps.mjs";
import { stepList } from "./check/stepList.mjs";
import { onStop } from "./run/onStop.mjs";
import { stopGroups } from "./run/processGroups.mjs";
import { textTable } from "./run/textTable.mjs";

/** @typedef {import("./check/runSteps.mjs").Outcome} Outcome */

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

onStop(stopGroups);
process.exitCode = await main();

async function main() {
  const { values } = parseArgs({ options: { only: { type: "string" }, all: { type: "boolean" } } });
  const steps = chosenSteps(values);
  if (steps === undefined) return 1;
  const outcomes = await runSteps(root, steps);
  for (const outcome of outcomes) printFailure(outcome);
  printTable(outcomes);
  return outcomes.every(({ outcome }) => outcome === "ok") ? 0 : 1;
}

/** @param {{ only?: string | undefined, all?: boolean | undefined }} options */
function chosenSteps({ only, all = false }) {
  if (only === undefined) return stepList.filter(({ extra = false }) => all || !extra);
  const wanted = only.split(",");
  const unknown = wanted.filter((name) => !stepList.some((step) => step.name === name));
  if (unknown.length === 0) return stepList.filter(({ name }) => wanted.includes(name));
  const known = stepList.map(({ name }) => name).join(", ");
  process.stderr.write(`unknown step "${unknown.join(", ")}"; known: ${known}\n`);
  return undefined;
}

/** @param {Outcome} outcome */
function printFailure({ step, outcome, output }) {
  if (outcome !== "ok") process.stdout.write(`\n── ${step.name} ──\n${output.trim()}\n`);
}

/** @param {Outcome[]} outcomes */
function printTable(outcomes) {
  const rows = outcomes.map(({ step, outcome, seconds }) => [
    step.name,
    outcome,
    seconds.toFixed(1),
    step.about,
  ]);
  const table = textTable([["step", "outcome", "seconds", ""], ...rows], { right: [2] });
  process.stdout.write(`\n${table.join("\n")}\n`);
}
