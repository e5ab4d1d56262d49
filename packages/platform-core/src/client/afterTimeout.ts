// Timers take 32 bits of milliseconds: a longer one would end at once.
const longestTimerMs = 2 ** 31 - 1;

/**
 * Calls back once a wait of `timeoutMs` milliseconds is over; `Infinity` is never. Returns what ends the wait earlier. Throws a
 * RangeError for anything but a number from 0 on.
 */
export function afterTimeout(timeoutMs: number, isOver: () => void): () => void {
  if (!(timeoutMs >= 0)) {
    throw new RangeError(`timeoutMs is ${timeoutMs}; use milliseconds from 0 on, or Infinity.`);
  }
  if (timeoutMs > longestTimerMs) return () => undefined;
  const timer = setTimeout(isOver, timeoutMs);
  return () => clearTimeout(timer);
}
