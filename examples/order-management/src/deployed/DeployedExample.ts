import { fileURLToPath } from "node:url";
import type { RunningDeployment } from "@convex-es/platform-embedded";
import type { AppSource } from "@convex-es/platform-testing/engine";
import { loadApp } from "@convex-es/platform-testing/node";
import { CommandCounts } from "./CommandCounts.ts";

/** The folder of the example, where its package.json is. */
export const exampleDirectory = fileURLToPath(new URL("../..", import.meta.url));

/** The example on a deployment that runs in this process. */
export type DeployedExample = {
  running: RunningDeployment;
  /** What each mutation of the app reads and writes there. */
  counts: CommandCounts;
  /** The app's own modules, for folding its streams. */
  app: AppSource;
};

/** Takes a deployment to which the example has been pushed. */
export const deployedExample = async (running: RunningDeployment): Promise<DeployedExample> => ({
  running,
  counts: new CommandCounts(running.deployment),
  app: await loadApp(`${exampleDirectory}/convex`),
});
