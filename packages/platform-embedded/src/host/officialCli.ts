import { createRequire } from "node:module";
import path from "node:path";

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
