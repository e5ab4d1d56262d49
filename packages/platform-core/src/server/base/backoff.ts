const first = 1_000;
const most = 300_000;

/** Milliseconds between an attempt and the next: 1 s after the first, four times as long after each further one, 5 min at most. */
export const backoffMs = (attempts: number): number =>
  Math.min(most, first * 4 ** Math.max(0, attempts - 1));
