import type { Pass } from "./Pass.ts";

/** How fast a pass was: commands per second of the whole pass, and latencies of single commands in milliseconds. */
export type Speed = { commandsPerSecond: number; p50Ms: number; p95Ms: number; p99Ms: number };

/** The speed of a pass with at least one command; percentiles by nearest rank. */
export function speedOf({ sent, seconds }: Pick<Pass, "sent" | "seconds">): Speed {
  const sorted = sent.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return {
    commandsPerSecond: seconds > 0 ? sent.length / seconds : 0,
    p50Ms: rank(0.5),
    p95Ms: rank(0.95),
    p99Ms: rank(0.99),
  };
}
