import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { cliEnvironment, officialCli, type CliTarget } from "./officialCli.js";

const run = promisify(execFile);

/**
 * Pushes the app in a folder to a deployment with the app's own official CLI, without type check and without touching
 * `_generated`. Throws what the CLI printed when the push is refused; an aborted `signal` ends the CLI, which throws too.
 */
export async function pushApp(
  target: CliTarget,
  directory: string,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const args = ["deploy", "-y", "--typecheck", "disable", "--codegen", "disable"];
  const options = { cwd: directory, env: cliEnvironment(target), signal };
  await run(process.execPath, [officialCli(directory), ...args], options);
}
