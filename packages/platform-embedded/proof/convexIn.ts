import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Where the official CLI runs, and against what. */
export interface CliTarget {
  readonly directory: string;
  readonly url: string;
  readonly adminKey: string;
}

/** Runs the official CLI of an app's folder against a deployment. Throws what it printed when it fails. */
export async function convexIn(target: CliTarget, ...args: string[]): Promise<void> {
  const require = createRequire(path.join(target.directory, "package.json"));
  const cli = path.join(path.dirname(require.resolve("convex/package.json")), "bin/main.js");
  const env = {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    CI: "1",
    CONVEX_SELF_HOSTED_URL: target.url,
    CONVEX_SELF_HOSTED_ADMIN_KEY: target.adminKey,
  };
  await run(process.execPath, [cli, ...args], { cwd: target.directory, env });
}
