import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import { printError } from "./print.js";
import type { RunningDeployment } from "../startDeployment.js";

/** The official CLI at work. */
export interface WatchingCli {
  /** Ends it; returns when nothing of it is left. */
  end(): Promise<void>;
}

/** Runs the app's own `convex dev`, which pushes the app and pushes it again when a file changes. */
export function pushAndWatch(
  directory: string,
  { url, adminKey }: Pick<RunningDeployment, "url" | "adminKey">,
): WatchingCli {
  const cwd = path.resolve(directory);
  const child = spawn(process.execPath, [cliOf(cwd), "dev", "--tail-logs", "disable"], {
    cwd,
    env: environment(url, adminKey),
    stdio: ["ignore", "inherit", "inherit"],
  });
  child.on("exit", (code, signal) => {
    if (signal === null && code !== 0) {
      printError(`"convex dev" ended with ${code}; the deployment goes on`);
    }
  });
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  return { end };
}

function cliOf(directory: string): string {
  const require = createRequire(path.join(directory, "package.json"));
  try {
    return path.join(path.dirname(require.resolve("convex/package.json")), "bin/main.js");
  } catch {
    throw new Error(
      `${directory} has no package "convex": start in an app's folder, name one with --dir, or use --no-push`,
    );
  }
}

/** Any other `CONVEX_…` names a deployment; without CI the CLI asks questions and reports crashes over the network. */
function environment(url: string, adminKey: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("CONVEX_"));
  return {
    ...Object.fromEntries(kept),
    CI: "1",
    CONVEX_SELF_HOSTED_URL: url,
    CONVEX_SELF_HOSTED_ADMIN_KEY: adminKey,
  };
}
