// Runs a task of the repository from a bare machine: Node 20 and npm are enough, the rest it
// brings itself.
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "./run/ensureBuilt.mjs";
import { ensureInstalled } from "./run/ensureInstalled.mjs";
import { onStop } from "./run/onStop.mjs";
import { stopGroups } from "./run/processGroups.mjs";
import { runForeground } from "./run/runForeground.mjs";
import { StepFailed } from "./run/runStep.mjs";
import { textTable } from "./run/textTable.mjs";
import { taskList } from "./run/taskList.mjs";
import { withLock } from "./run/withLock.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
process.exitCode = await main(process.argv.slice(2));

/** @param {string[]} argv @returns {Promise<number>} */
async function main([name = "--help", ...rest]) {
  if (["--help", "-h", "help"].includes(name)) return help();
  const task = taskList[name];
  if (task === undefined)
    return fail(`unknown task "${name}"; node tools/run.mjs --help lists them`);
  const stopPreparing = onStop(stopGroups);
  useWorkspaceTools();
  try {
    await withLock(root, () => prepare(task));
  } catch (error) {
    if (error instanceof StepFailed) return 1;
    throw error;
  }
  stopPreparing();
  if (task.file !== undefined && !existsSync(path.join(root, task.file))) {
    return fail(`The task "${name}" needs ${task.file}, which does not exist.`);
  }
  if (task.command === undefined) return 0;
  const args = rest[0] === "--" ? rest.slice(1) : rest;
  return await runForeground([...task.command, ...args], root);
}

/** @param {import("./run/taskList.mjs").Task} task */
async function prepare(task) {
  await ensureInstalled(root);
  if (task.needs === "build") await ensureBuilt(root);
}

/** Everything below us finds the workspace's Node and tools first, and reports to nobody. */
function useWorkspaceTools() {
  process.env.PATH = [path.join(root, "node_modules/.bin"), process.env.PATH].join(path.delimiter);
  process.env.TURBO_TELEMETRY_DISABLED = "1";
  process.env.DO_NOT_TRACK = "1";
}

function help() {
  const lines = textTable(
    Object.entries(taskList).map(([name, { about }]) => [`  ${name}`, about]),
  );
  process.stdout.write(`npm run <task> -- [arguments]\n\n${lines.join("\n")}\n`);
  return 0;
}

/** @param {string} message */
function fail(message) {
  process.stderr.write(`${message}\n`);
  return 1;
}
