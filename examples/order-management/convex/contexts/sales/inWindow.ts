const thirtyDays = 30 * 24 * 60 * 60 * 1_000;

type Window = { newestAt: number; cancelledAt: readonly number[] };

/** What is left of a window of 30 days once something has happened `at` a time; imports may happen late. */
export function inWindow(at: number, row: Window) {
  const newestAt = Math.max(row.newestAt, at);
  return { newestAt, cancelledAt: row.cancelledAt.filter((time) => time > newestAt - thirtyDays) };
}
