import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const fileOf = (name: string) => fileURLToPath(new URL(`./${name}.ts`, import.meta.url));

/** A program in a process group of its own, as a terminal would start it. */
export function launch(name: "demo" | "cost" | "bench", ...args: string[]) {
  const child = spawn(process.execPath, [fileOf(name), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]).then(
    ([stdout, stderr, [code]]) => ({ stdout, stderr, code: Number(code) }),
  );
  return { child, ended };
}

/** Runs a program to its end. */
export const start = (...args: Parameters<typeof launch>) => launch(...args).ended;

/** The last line that a program printed. */
export const lastLine = (output: string) => output.trimEnd().split("\n").at(-1) ?? "";
