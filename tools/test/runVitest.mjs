import path from "node:path";
import { colorChoice } from "../run/colorChoice.mjs";
import { runGroup } from "../run/processGroups.mjs";
import { statusLine } from "../run/statusLine.mjs";
import { VitestRun } from "./VitestRun.mjs";

/** @typedef {import("./vitestReporter.mjs").Message} Message */

/**
 * Runs all vitest projects in one process, with `args` (file filters, `--project`) handed on, and
 * returns one run per project.
 * @param {string} root
 * @param {string[]} args
 */
export async function runVitest(root, args) {
  const run = new VitestRun();
  const line = statusLine(() => run.progress);
  /** @param {Message} message */
  const onMessage = (message) => {
    run.add(message);
    if (message.kind === "file") showFile(line, message);
  };
  const { code, output } = await runGroup({
    command: process.execPath,
    args: [
      path.join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      "--config=vitest.workspace.ts",
      `--reporter=${path.join(root, "tools/test/vitestReporter.mjs")}`,
      ...args,
    ],
    cwd: root,
    env: colorChoice,
    onMessage,
  });
  line.end();
  return run.suites({ code, output, whole: args.length === 0 });
}

/**
 * In a terminal the counts tell enough of files that pass.
 * @param {import("../run/statusLine.mjs").StatusLine} line
 * @param {Message & { kind: "file" }} message
 */
function showFile(line, { file, cases, seconds }) {
  const failed = cases.filter(({ status }) => status === "failed").length;
  const time = `${seconds.toFixed(1)} s`;
  if (failed > 0) line.print(`✗ ${file} (${failed} of ${cases.length} tests failed, ${time})`);
  else if (!line.isLive) line.print(`✓ ${file} (${cases.length} tests, ${time})`);
}
