import path from "node:path";
import { runProcess } from "./runProcess.ts";
import type { Session } from "./session.ts";

/** Builds workspace packages and what they depend on; turbo skips what is up to date. Throws with the build's output. */
export async function buildPackages(names: readonly string[], session: Session): Promise<void> {
  if (names.length === 0) return;
  const bin = path.join(session.root, "node_modules/.bin");
  const args = [
    "run",
    "build",
    "--output-logs=errors-only",
    ...names.map((one) => `--filter=${one}`),
  ];
  const { ok, output } = await runProcess(path.join(bin, "turbo"), args, {
    cwd: session.root,
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env["PATH"]}` },
    verbose: session.verbose,
    signal: session.signal,
  });
  if (!ok) throw new Error(`Building ${names.join(", ")} failed.\n${output}`);
}
