import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));
const programFile = path.join(
  packageFolder,
  "node_modules/.cache/platform-embedded",
  `bin-${process.pid}.mjs`,
);

/** Builds the command line program of this very source; returns its path. */
export async function buildProgram(): Promise<string> {
  await build({
    entryPoints: [path.join(packageFolder, "src/bin.ts")],
    outfile: programFile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "silent",
  });
  return programFile;
}

/** The program at work in a process of its own. */
export type DeploymentProcess = {
  readonly url: string;
  readonly port: number;
  readonly output: readonly string[];
  readonly child: ChildProcess;
  /** Sends a signal and waits for the end; returns the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
};

/** Starts the program and waits until it listens. Throws what it printed when it ends before. */
export async function startProcess(program: string, ...args: string[]): Promise<DeploymentProcess> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const output: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      output.push(line);
      const url = /CONVEX_SELF_HOSTED_URL=(\S+)/.exec(line)?.[1];
      if (url) resolve(url);
    });
  }
  child.once("close", () => reject(new Error(output.join("\n"))));
  const url = await promise;
  const end = async (signal: NodeJS.Signals) => {
    const ended = once(child, "exit") as Promise<[number | null]>;
    child.kill(signal);
    return (await ended)[0];
  };
  return { url, port: Number(new URL(url).port), output, child, end };
}
