const nanosPerMs = 1_000_000n;

const clock = { now: Date.now, pinned: null as number | null, installed: false };

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
  clock.pinned = ms;
  try {
    return body();
  } finally {
    clock.pinned = before;
  }
}
