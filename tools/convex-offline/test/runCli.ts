import path from "node:path";
import { runProcess, type ProcessResult } from "../src/runProcess.ts";

const cli = path.resolve(import.meta.dirname, "../src/cli.ts");

/** Runs the tool as a person does, for the workspace in `root`. */
export async function runCli(
  root: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<ProcessResult> {
  return await runProcess(process.execPath, [cli, ...args, "--root", root], { cwd: root, env });
}
