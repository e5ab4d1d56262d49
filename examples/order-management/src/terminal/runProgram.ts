import { constants } from "node:os";
import { CannotStart } from "../deployed/CannotStart.ts";
import { InputError } from "../import/InputError.ts";
import { UsageError } from "./UsageError.ts";

const stops = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs a program with its arguments and sets the exit code it returns; `null` says that it was stopped. Wrong usage, unreadable
 * input and a deployment that cannot start end it with their message and 1. The first Ctrl+C, or signal to end, aborts the
 * signal, so that the program can end tidily; the second ends it at once.
 */
export async function runProgram(
  program: (args: readonly string[], signal: AbortSignal) => Promise<number | null>,
): Promise<void> {
  const controller = new AbortController();
  let stoppedBy = constants.signals.SIGINT;
  for (const name of stops) {
    process.on(name, () => {
      stoppedBy = constants.signals[name];
      if (controller.signal.aborted) process.exit(128 + stoppedBy);
      controller.abort();
    });
  }
  endWithReader(process.stdout);
  const code = await program(process.argv.slice(2), controller.signal).catch(failed);
  process.exitCode = code ?? 128 + stoppedBy;
}

function failed(error: unknown): number {
  const isForPeople = [UsageError, InputError, CannotStart].some((kind) => error instanceof kind);
  if (!(isForPeople && error instanceof Error)) throw error;
  process.stderr.write(`${error.message}\n`);
  return 1;
}

// A reader such as `head` may leave before the end.
function endWithReader(stream: NodeJS.WritableStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
}
