import { spawn } from "node:child_process";

/** @typedef {{ command: string, args: string[], cwd: string, env?: Record<string, string>, onMessage?: (message: any) => void }} Command */
/** @typedef {{ code: number, output: string }} Ended `output` is stdout and stderr, interleaved. */

/** Leaders of the groups that are running. @type {Set<number>} */
const leaders = new Set();
const graceMs = 3_000;

/** Runs a command as a process group of its own, its output captured, and resolves when it ends, whatever its exit code. `onMessage` receives what it sends over Node's IPC. @param {Command} command @returns {Promise<Ended>} */
export function runGroup({ command, args, cwd, env, onMessage }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      detached: true,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe", onMessage ? "ipc" : "ignore"],
    });
    let output = "";
    const { pid } = child;
    if (pid !== undefined) leaders.add(pid);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (/** @type {string} */ text) => (output += text));
    }
    if (onMessage) child.on("message", onMessage);
    child.once("error", (error) => resolve({ code: 127, output: `${command}: ${error.message}` }));
    child.once("close", (code, signal) => {
      if (pid !== undefined) endGroup(pid, "SIGKILL");
      resolve({ code: code ?? 1, output: signal ? `${output}\nended by ${signal}` : output });
    });
  });
}

/** Ends every running group with all its children, forcibly after three seconds. */
export async function stopGroups() {
  const running = [...leaders];
  for (const leader of running) signalGroup(leader, "SIGTERM");
  const deadline = Date.now() + graceMs;
  while (running.some((leader) => signalGroup(leader, 0)) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  for (const leader of running) endGroup(leader, "SIGKILL");
}

/** @param {number} leader @param {NodeJS.Signals} signal */
function endGroup(leader, signal) {
  leaders.delete(leader);
  signalGroup(leader, signal);
}

/** False when nothing of the group is left. @param {number} leader @param {NodeJS.Signals | 0} signal */
function signalGroup(leader, signal) {
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}
