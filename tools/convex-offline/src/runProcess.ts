import { spawn, type ChildProcess } from "node:child_process";
import { text } from "node:stream/consumers";

/** How a command is run. */
export type ProcessOptions = {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Show its output as it comes, instead of keeping it. */
  readonly verbose?: boolean | undefined;
  /** Ends the command and everything it started. */
  readonly signal?: AbortSignal | undefined;
};

/** How it ended; `output` has both streams, and is empty when they were shown. */
export type ProcessResult = {
  readonly ok: boolean;
  readonly output: string;
};

/** Runs a command in its own process group and waits for its end. Throws when it cannot start, or when aborted. */
export async function runProcess(
  command: string,
  args: readonly string[],
  { cwd, env = process.env, verbose = false, signal }: ProcessOptions,
): Promise<ProcessResult> {
  signal?.throwIfAborted();
  const child = spawn(command, args, {
    cwd,
    env,
    detached: true,
    stdio: ["ignore", verbose ? "inherit" : "pipe", verbose ? "inherit" : "pipe"],
  });
  const ended = Promise.withResolvers<number | null>();
  child.once("error", ended.reject);
  child.once("close", ended.resolve);
  const kill = () => endGroup(child);
  signal?.addEventListener("abort", kill, { once: true });
  process.once("exit", kill);
  const streams = [child.stdout, child.stderr].map((stream) => (stream ? text(stream) : ""));
  try {
    const [code, ...outputs] = await Promise.all([ended.promise, ...streams]);
    signal?.throwIfAborted();
    return { ok: code === 0, output: outputs.join("").trim() };
  } finally {
    signal?.removeEventListener("abort", kill);
    process.removeListener("exit", kill);
  }
}

function endGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, "SIGTERM");
}
