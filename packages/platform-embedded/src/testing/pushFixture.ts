import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { RunningDeployment } from "../startDeployment.js";

const run = promisify(execFile);

/** The folder of the app that tests push. */
export const FIXTURE = fileURLToPath(new URL("../../fixture", import.meta.url));

type Target = Pick<RunningDeployment, "url" | "adminKey">;

/** Runs the official CLI in a folder against a deployment; returns what it printed. Throws that when it fails. */
export async function convex(
  { url, adminKey }: Target,
  cwd: string,
  ...args: string[]
): Promise<{ stdout: string; stderr: string }> {
  const directory = path.dirname(createRequire(import.meta.url).resolve("convex/package.json"));
  const env = {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    CI: "1",
    CONVEX_SELF_HOSTED_URL: url,
    CONVEX_SELF_HOSTED_ADMIN_KEY: adminKey,
  };
  return run(process.execPath, [path.join(directory, "bin/main.js"), ...args], { cwd, env });
}

/** Pushes the fixture with the official CLI. */
export async function pushFixture(target: Target): Promise<void> {
  await convex(target, FIXTURE, "deploy", "-y", "--typecheck", "disable", "--codegen", "disable");
}
