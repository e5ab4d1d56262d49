import { runGroup } from "./processGroups.mjs";
import { statusLine } from "./statusLine.mjs";

/** A step of the set-up that failed; its output has been printed. */
export class StepFailed extends Error {}

/**
 * Runs one step of the set-up: a line with its time when it succeeds, its full output and a
 * `StepFailed` when not.
 * @param {string} title
 * @param {import("./processGroups.mjs").Command} command
 */
export async function runStep(title, command) {
  const line = statusLine(() => title);
  const { code, output } = await runGroup(command);
  line.end(code === 0 ? `✓ ${title}` : `✗ ${title} failed`);
  if (code === 0) return;
  process.stderr.write(`${output.trimEnd()}\n`);
  throw new StepFailed(title);
}
