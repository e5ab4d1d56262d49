import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A deployment as the official CLI needs to know it. */
export type CliTarget = {
  readonly url: string;
  readonly adminKey: string;
};

/** The program of the official CLI that an app's folder has installed. Throws when it is not installed. */
export function officialCli(directory: string): string {
  const require = createRequire(path.resolve(directory, "package.json"));
  try {
    return path.join(path.dirname(require.resolve("convex/package.json")), "bin/main.js");
  } catch {
    throw new Error(
      `${directory} has no package "convex": start in an app's folder, name one with --dir, or use --no-push`,
    );
  }
}

/** Any other `CONVEX_…` names a deployment; without CI the CLI asks questions and reports crashes over the network. */
export function cliEnvironment({ url, adminKey }: CliTarget): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("CONVEX_"));
  return {
    ...Object.fromEntries(kept),
    CI: "1",
    CONVEX_SELF_HOSTED_URL: url,
    CONVEX_SELF_HOSTED_ADMIN_KEY: adminKey,
  };
}

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
