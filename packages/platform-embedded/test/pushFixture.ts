import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { cliEnvironment, officialCli, type CliTarget } from "../src/host/officialCli.ts";
import { pushApp } from "../src/host/pushApp.ts";

const run = promisify(execFile);

/** The folder of the app that tests push. */
export const fixtureFolder = fileURLToPath(new URL("./fixture", import.meta.url));

/** Runs the official CLI in a folder against a deployment and returns its output. Throws the output when the CLI fails. */
export async function convex(
  target: CliTarget,
  cwd: string,
  ...args: string[]
): Promise<{ stdout: string; stderr: string }> {
  return run(process.execPath, [officialCli(cwd), ...args], { cwd, env: cliEnvironment(target) });
}

/** Pushes the fixture with the official CLI. */
export async function pushFixture(target: CliTarget): Promise<void> {
  await pushApp(target, fixtureFolder, { always: true });
}
