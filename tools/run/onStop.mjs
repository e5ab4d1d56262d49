import { constants } from "node:os";

/** @type {NodeJS.Signals[]} */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
const parentCheckMs = 500;

/** Calls `stop` once when this process is told to end, or when the npm that started it is gone, and exits afterwards with the code shells give for the signal. Returns what undoes it. @param {(signal: NodeJS.Signals) => Promise<void>} stop */
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

/** A killed npm cannot pass the signal on; its children notice by their new parent. @param {() => void} onGone */
function watchParent(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  const check = () => {
    if (process.ppid !== parent) onGone();
  };
  return setInterval(check, parentCheckMs).unref();
}
