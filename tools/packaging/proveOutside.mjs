import { rmSync } from "node:fs";
import { runGroup } from "../run/processGroups.mjs";
import { makeOutsideApp } from "./makeOutsideApp.mjs";
import { outsideEnvironment } from "./outsideEnvironment.mjs";
import { outsideSteps } from "./outsideSteps.mjs";

/** @typedef {import("./combinations.mjs").Combination} Combination */
/** @typedef {import("./packPackages.mjs").Tarball} Tarball */
/** @typedef {{ step: string, outcome: "ok" | "failed" | "skipped", seconds: number, output: string }} Proof */

/**
 * Installs the tarballs into a new app outside the workspace and runs every step there; after a
 * failed one the others are skipped. The app is deleted unless `keep`.
 * @param {{ root: string, combination: Combination, tarballs: Tarball[], keep?: boolean | undefined }} options
 * @returns {Promise<Proof[]>}
 */
export async function proveOutside({ root, combination, tarballs, keep = false }) {
  const folder = makeOutsideApp(root, combination, tarballs);
  if (keep) process.stderr.write(`${folder}\n`);
  try {
    /** @type {Proof[]} */
    const proofs = [];
    for (const step of outsideSteps(root, combination, folder)) {
      const failed = proofs.some(({ outcome }) => outcome !== "ok");
      proofs.push(failed ? skipped(step.name) : await runStep(step, folder));
    }
    return proofs;
  } finally {
    if (!keep) rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} step @returns {Proof} */
const skipped = (step) => ({ step, outcome: "skipped", seconds: 0, output: "" });

/**
 * @param {import("./outsideSteps.mjs").OutsideStep} step
 * @param {string} folder
 * @returns {Promise<Proof>}
 */
async function runStep({ name, command: [command = "", ...args] }, folder) {
  const start = performance.now();
  const env = outsideEnvironment(folder);
  const { code, output } = await runGroup({ command, args, cwd: folder, env });
  const seconds = (performance.now() - start) / 1000;
  return { step: name, outcome: code === 0 ? "ok" : "failed", seconds, output };
}
