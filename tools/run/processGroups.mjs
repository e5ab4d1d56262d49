import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

/**
 * @typedef {object} Command
 * @property {string} command
 * @property {string[]} args
 * @property {string} cwd
 * @property {Record<string, string | undefined>} [env] added to ours; undefined takes one away
 * @property {(message: any) => void} [onMessage]
 */
/** @typedef {{ code: number, output: string }} Ended `output` is stdout and stderr, interleaved. */

/**
 * The groups that are running, by the process id of their leader.
 * @type {Map<number, Promise<Ended>>}
 */
const running = new Map();
const graceMs = 3_000;
const lastOutputMs = 1_000;

/**
 * Runs a command as a process group of its own, its output captured, and resolves when it ends,
 * whatever its exit code; children it leaves are killed. `onMessage` receives what it sends over
 * Node's IPC.
 * @param {Command} command
 * @returns {Promise<Ended>}
 */
export async function runGroup({ command, args, cwd, env, onMessage }) {
  const child = spawn(command, args, {
    cwd,
    detached: true,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe", onMessage ? "ipc" : "ignore"],
  });
  if (onMessage) child.on("message", onMessage);
  const ended = endOf(child, command);
  const { pid } = child;
  if (pid === undefined) return ended;
  running.set(pid, ended);
  return ended.finally(() => running.delete(pid));
}

/** Ends every running group with all its children, forcibly after three seconds. */
export async function stopGroups() {
  const groups = [...running];
  for (const [leader] of groups) signalGroup(leader, "SIGTERM");
  const allEnded = Promise.all(groups.map(([, ended]) => ended));
  await Promise.race([allEnded, delay(graceMs, undefined, { ref: false })]);
  for (const [leader] of groups) signalGroup(leader, "SIGKILL");
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {string} command
 * @returns {Promise<Ended>}
 */
function endOf(child, command) {
  const streams = [child.stdout, child.stderr];
  let output = "";
  for (const stream of streams) {
    stream?.setEncoding("utf8").on("data", (/** @type {string} */ text) => (output += text));
  }
  child.once("exit", () => {
    if (child.pid !== undefined) signalGroup(child.pid, "SIGKILL");
    // A child in a group of its own may hold the pipes open for ever.
    const close = () => streams.forEach((stream) => stream?.destroy());
    setTimeout(close, lastOutputMs).unref();
  });
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: 127, output: `${command}: ${error.message}` }));
    child.once("close", (code, signal) =>
      resolve({ code: code ?? 1, output: signal ? `${output}\nended by ${signal}` : output }),
    );
  });
}

/** @param {number} leader @param {NodeJS.Signals} signal */
function signalGroup(leader, signal) {
  try {
    process.kill(-leader, signal);
  } catch {
    // Nothing of the group is left, which is what the signal was for.
  }
}
