import { runGroup } from "../run/processGroups.mjs";
import { outsideEnvironment } from "./outsideEnvironment.mjs";

/** @typedef {{ name: string, command: string[] }} ProofStep */
/** @typedef {{ step: string, outcome: "ok" | "failed" | "skipped", seconds: number, output: string }} Proof */

/**
 * Runs the steps one after the other in a folder outside the workspace, as if the workspace were
 * not there; after a failed one the others are skipped.
 * @param {string} folder
 * @param {ProofStep[]} steps
 */
export async function proveSteps(folder, steps) {
  /** @type {Proof[]} */
  const proofs = [];
  for (const step of steps) {
    const failed = proofs.some(({ outcome }) => outcome !== "ok");
    proofs.push(failed ? skipped(step) : await prove(step, folder));
  }
  return proofs;
}

/** @param {ProofStep} step @returns {Proof} */
const skipped = ({ name }) => ({ step: name, outcome: "skipped", seconds: 0, output: "" });

/** @param {ProofStep} step @param {string} folder @returns {Promise<Proof>} */
async function prove({ name, command: [command = "", ...args] }, folder) {
  const start = performance.now();
  const env = outsideEnvironment(folder);
  const { code, output } = await runGroup({ command, args, cwd: folder, env });
  const seconds = (performance.now() - start) / 1000;
  return { step: name, outcome: code === 0 ? "ok" : "failed", seconds, output };
}
