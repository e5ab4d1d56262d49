import { seededRandom } from "@convex-es/platform-testing/engine";
import { performance } from "node:perf_hooks";
import { benchCommands, type BenchCommand } from "./benchCommands.ts";
import { startSides, type Send, type SideName } from "./startSides.ts";

/** How a bench is run. */
export type BenchOptions = {
  /** Times that each command is measured on each side. */
  n: number;
  /** Orders that are sent before and not measured. */
  warmUp: number;
  /** Decides which side goes first, for every command again. */
  seed: number;
};

/** Milliseconds of every run of one command, by side. */
export type Timings = { name: BenchCommand["name"] } & Record<SideName, number[]>;

/** Runs every command on both sides, in turns within one process, so that whatever slows the machine slows both. */
export async function runBench({ n, warmUp, seed }: BenchOptions): Promise<Timings[]> {
  const sides = await startSides();
  const random = seededRandom(seed);
  const timings = benchCommands.map(({ name }): Timings => ({ name, platform: [], control: [] }));
  for (let i = 0; i < warmUp + n; i++) {
    for (const [index, command] of benchCommands.entries()) {
      const first = random() < 0.5;
      const platform = first ? await timed(sides.platform, command, `order-${i}`) : null;
      const control = await timed(sides.control, command, `order-${i}`);
      const ms = platform ?? (await timed(sides.platform, command, `order-${i}`));
      if (i >= warmUp) keep(timings[index], { platform: ms, control });
    }
  }
  return timings;
}

function keep(timings: Timings | undefined, { platform, control }: Record<SideName, number>): void {
  timings?.platform.push(platform);
  timings?.control.push(control);
}

async function timed(send: Send, command: BenchCommand, orderId: string): Promise<number> {
  const start = performance.now();
  await send(command, orderId);
  return performance.now() - start;
}
