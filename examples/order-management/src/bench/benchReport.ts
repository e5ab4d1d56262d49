import { availableParallelism, cpus, totalmem } from "node:os";
import process from "node:process";
import type { BenchOptions, Timings } from "./runBench.ts";

/** Latencies of one side, in milliseconds, by nearest rank. */
export type Latencies = { p50Ms: number; p95Ms: number };

/** One command on both sides; a ratio of 3 means that the platform takes three times as long. */
export type BenchEntry = {
  name: string;
  n: number;
  platform: Latencies;
  control: Latencies;
  ratioP50: number;
  ratioP95: number;
};

/** What a bench found, and on what machine. */
export type BenchReport = {
  commands: BenchEntry[];
  warmUp: number;
  seed: number;
  machine: { cores: number; cpu: string; memoryGiB: number; node: string };
};

/** Turns timings into what the bench reports. */
export function benchReport(
  timings: readonly Timings[],
  { warmUp, seed }: Pick<BenchOptions, "warmUp" | "seed">,
): BenchReport {
  return { commands: timings.map(entryOf), warmUp, seed, machine: machine() };
}

function entryOf({ name, ...sides }: Timings): BenchEntry {
  const platform = latenciesOf(sides.platform);
  const control = latenciesOf(sides.control);
  return {
    name,
    n: sides.platform.length,
    platform,
    control,
    ratioP50: rounded(platform.p50Ms / control.p50Ms),
    ratioP95: rounded(platform.p95Ms / control.p95Ms),
  };
}

function latenciesOf(times: readonly number[]): Latencies {
  const sorted = times.toSorted((a, b) => a - b);
  const rank = (share: number) => rounded(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  return { p50Ms: rank(0.5), p95Ms: rank(0.95) };
}

const machine = (): BenchReport["machine"] => ({
  cores: availableParallelism(),
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
});

const rounded = (number: number) => Number(number.toFixed(3));
