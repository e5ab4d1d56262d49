import { readFileSync } from "node:fs";
import { constants } from "node:os";

/** @type {NodeJS.Signals[]} */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
const parentCheckMs = 500;

/**
 * Calls `stop` once when this process is told to end, or when the npm that started it is gone,
 * and exits afterwards with the code shells give for the signal. Returns what undoes it.
 * @param {(signal: NodeJS.Signals) => Promise<void>} stop
 */
export function onStop(stop) {
  let stopping = false;
  /** @param {NodeJS.Signals} signal */
  const end = (signal) => {
    if (stopping) return;
    stopping = true;
    void stop(signal).finally(() => process.exit(128 + constants.signals[signal]));
  };
  for (const signal of signals) process.on(signal, end);
  const watch = watchParent(() => {
    end("SIGTERM");
  });
  return () => {
    for (const signal of signals) process.off(signal, end);
    clearInterval(watch);
  };
}

/**
 * A killed npm cannot pass the signal on; its children notice that they were given away.
 * @param {() => void} onGone
 */
function watchParent(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const before = ancestors();
  const check = () => {
    if (ancestors() !== before) onGone();
  };
  return setInterval(check, parentCheckMs).unref();
}

/** Our parent and, where the system shows it, its parent: npm starts us through a shell. */
function ancestors() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, "utf8");
    const [, grandparent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return `${process.ppid} ${grandparent ?? ""}`;
  } catch {
    return String(process.ppid);
  }
}
