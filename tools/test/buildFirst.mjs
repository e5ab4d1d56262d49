import { ensureBuilt } from "../run/ensureBuilt.mjs";
import { StepFailed } from "../run/runStep.mjs";
import { withLock } from "../run/withLock.mjs";
import { suiteFailure } from "./mergeResults.mjs";

/**
 * Builds what the suites need. A build that fails is one failed test, and the suites that run on
 * sources still run.
 * @param {string} root
 * @returns {Promise<import("./mergeResults.mjs").SuiteRun[]>}
 */
export async function buildFirst(root) {
  const start = performance.now();
  try {
    await withLock(root, () => ensureBuilt(root));
    return [];
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    const failure = suiteFailure({
      title: "the packages build",
      file: "turbo.json",
      problem: "The build failed; its output is at the top.",
    });
    return [{ name: "build", cases: [failure], seconds: (performance.now() - start) / 1000 }];
  }
}
