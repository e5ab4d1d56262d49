import { spawn } from "node:child_process";
import { constants } from "node:os";
import { onStop } from "./onStop.mjs";

const afterCtrlCMs = 2_000;
const killMs = 5_000;

/**
 * Runs a task in the terminal's foreground, with its input and output, and resolves to its exit
 * code; signals reach it and it never outlives us.
 * @param {string[]} command
 * @param {string} cwd
 * @returns {Promise<number>}
 */
export function runForeground([command = "", ...args], cwd) {
  const child = spawn(command, args, { cwd, stdio: "inherit" });
  const ended = new Promise((resolve) => {
    child.once("error", (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      resolve(127);
    });
    child.once("close", (code, signal) => resolve(signal ? 128 + constants.signals[signal] : code));
  });
  onStop(async (signal) => {
    // Ctrl+C in a terminal has already reached the child: a second one at once would cut short its
    // tidy end.
    const delay = signal === "SIGINT" ? afterCtrlCMs : 0;
    const timers = [
      setTimeout(() => child.kill("SIGTERM"), delay),
      setTimeout(() => child.kill("SIGKILL"), delay + killMs),
    ];
    await ended;
    timers.forEach(clearTimeout);
  });
  return ended;
}
