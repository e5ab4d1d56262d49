import { createRequire } from "node:module";
import path from "node:path";
import { runProcess, type ProcessResult } from "./runProcess.ts";
import type { StandIn } from "@convex-es/convex-push/standIn";

/** Where and how the official CLI runs. */
export type ConvexRun = {
  readonly cwd: string;
  readonly standIn: StandIn;
  readonly verbose?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** Runs the official CLI that the project in `cwd` has installed, against the stand-in instead of a deployment. */
export async function runConvex(
  args: readonly string[],
  { cwd, standIn, verbose, signal }: ConvexRun,
): Promise<ProcessResult> {
  const target = ["--url", standIn.url, "--admin-key", standIn.adminKey];
  const cli = path.join(convexDirectory(cwd), "bin/main.js");
  const options = { cwd, env: offlineEnvironment(), verbose, signal };
  return await runProcess(process.execPath, [cli, ...args, ...target], options);
}

function convexDirectory(cwd: string): string {
  return path.dirname(createRequire(path.join(cwd, "package.json")).resolve("convex/package.json"));
}

/** Without CI the CLI may prompt and report crashes over the network; any other `CONVEX_…` names a deployment. */
function offlineEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("CONVEX_"));
  return { ...Object.fromEntries(kept), CI: "1" };
}
