import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { PushedApp } from "@convex-es/convex-push";
import { trusted } from "../boundary.js";
import { keepLastPush, lastPushOf } from "./lastPush.js";
import { cliEnvironment, officialCli, type CliTarget } from "./officialCli.js";
import type { RunningDeployment } from "./startDeployment.js";

const run = promisify(execFile);

/** How `pushApp` works. */
export type PushOptions = {
  /** Aborted, it ends the CLI. */
  readonly signal?: AbortSignal | undefined;
  /** Run the CLI even when nothing has changed since the last push. Default: false. */
  readonly always?: boolean | undefined;
};

/**
 * Pushes the app in a folder to a deployment with the app's own official CLI, without type check and without touching
 * `_generated`. Throws what the CLI printed when the push is refused; an aborted `signal` ends the CLI, which throws too.
 *
 * Where `target` runs in this process and no file that the last push from this folder was made from has changed, the deployment
 * starts that push again, without the CLI: some 0.3 s instead of 5. What was pushed is kept in the app's
 * `node_modules/.cache`. An app whose `auth.config` reads environment variables is pushed each time.
 *
 * @returns `"pushed"`, or `"unchanged"` when the CLI was not needed.
 */
export async function pushApp(
  target: CliTarget | RunningDeployment,
  directory: string,
  { signal, always = false }: PushOptions = {},
): Promise<"pushed" | "unchanged"> {
  signal?.throwIfAborted();
  const deployment = "deployment" in target ? target.deployment : null;
  const last = always || deployment === null ? null : lastPushOf(directory);
  if (deployment !== null && last !== null) {
    if (!isSameApp(deployment.running?.pushed, last)) await deployment.activate(last);
    return "unchanged";
  }
  const args = ["deploy", "-y", "--typecheck", "disable", "--codegen", "disable"];
  const options = { cwd: directory, env: cliEnvironment(target), signal };
  await run(process.execPath, [officialCli(directory), ...args], options);
  const pushed = deployment?.running?.pushed;
  if (pushed !== undefined) await keepLastPush(directory, withoutKey(trusted<PushedApp>(pushed)));
  return "pushed";
}

const isSameApp = (running: object | undefined, last: PushedApp): boolean =>
  running !== undefined &&
  JSON.stringify(withoutKey(trusted<PushedApp>(running)).request) === JSON.stringify(last.request);

/** The CLI sends the deployment's admin key with each push; it stays out of the cache. */
function withoutKey({ request, analysis }: PushedApp): PushedApp {
  const { adminKey: _, ...rest } = trusted<typeof request & { adminKey?: string }>(request);
  return { request: rest, analysis };
}
