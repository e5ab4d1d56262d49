import { InputError } from "../import/InputError.ts";
import { UsageError } from "./UsageError.ts";

const interrupted = 130;

/**
 * Runs a program with its arguments and sets the exit code it returns. Wrong usage and unreadable input end it with their
 * message and 1. The first Ctrl+C aborts the signal, so that the program can end tidily; the second ends it at once.
 */
export async function runProgram(
  program: (args: readonly string[], signal: AbortSignal) => Promise<number>,
): Promise<void> {
  const controller = new AbortController();
  process.once("SIGINT", () => {
    controller.abort();
    process.once("SIGINT", () => process.exit(interrupted));
  });
  endWithReader(process.stdout);
  const code = await program(process.argv.slice(2), controller.signal).catch(failed);
  process.exitCode = controller.signal.aborted ? interrupted : code;
}

function failed(error: unknown): number {
  if (!(error instanceof UsageError || error instanceof InputError)) throw error;
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
