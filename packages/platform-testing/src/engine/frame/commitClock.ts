import { trusted } from "../../boundary.js";
const nanosPerMs = 1_000_000n;

const clock = { now: Date.now, pinned: trusted<number | null>(null), installed: false };

/** Lets `pinCommitTs` decide when convex-test's next commits happen. Once per process; it replaces `Date.now`. */
export function installCommitClock(): void {
  if (clock.installed) return;
  clock.installed = true;
  clock.now = Date.now.bind(Date);
  Date.now = () => clock.pinned ?? clock.now();
}

/**
 * The timestamp with which the transaction that is about to commit will do so; the clock stands still until it has.
 * @param lastTs the engine's last commit
 */
export function pinCommitTs(lastTs: bigint): bigint {
  if (clock.pinned === null) {
    clock.pinned = clock.now();
    setImmediate(() => (clock.pinned = null));
  }
  const ts = BigInt(clock.pinned) * nanosPerMs;
  return ts > lastTs ? ts : lastTs + 1n;
}

/** Runs `body` with the clock at a given time, for documents that already have a creation time. */
export function atTime<T>(ms: number, body: () => T): T {
  const before = clock.pinned;
  const shown = globalThis.Date;
  clock.pinned = ms;
  // Inside a function convex-test shows a Date of its own, which stands at the start of the transaction.
  globalThis.Date = new Proxy(shown, {
    get: (target, name, receiver) =>
      name === "now" ? () => ms : trusted<unknown>(Reflect.get(target, name, receiver)),
  });
  try {
    return body();
  } finally {
    globalThis.Date = shown;
    clock.pinned = before;
  }
}
