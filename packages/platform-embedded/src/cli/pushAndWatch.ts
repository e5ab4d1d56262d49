import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { cliEnvironment, officialCli, type CliTarget } from "../host/officialCli.js";
import { printError } from "./print.js";

/** The official CLI at work. */
export type WatchingCli = {
  /** Ends it; returns when nothing of it is left. */
  end(): Promise<void>;
};

/** Runs the app's own `convex dev`, which pushes the app and pushes it again when a file changes. */
export function pushAndWatch(directory: string, target: CliTarget): WatchingCli {
  const cwd = path.resolve(directory);
  const child = spawn(process.execPath, [officialCli(cwd), "dev", "--tail-logs", "disable"], {
    cwd,
    env: cliEnvironment(target),
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
