import { readFileSync } from "node:fs";
import { setTimeout as after } from "node:timers/promises";
import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { startProcess, type DeploymentProcess } from "../test/deploymentProcess.ts";
import type { CrashPlace } from "./crashRun.ts";
import { outcomeOf } from "./load/commandCalls.ts";
import { runOf, SoakClient, type SoakCounts } from "./load/SoakClient.ts";
import { quantile } from "./quantile.ts";

/** One line of what a soak found; those with `isGood` are claims. */
export type SoakLine = {
  readonly name: string;
  readonly value: string | number;
  readonly isGood?: boolean;
};

const clientCount = 20;
const writesPerSecond = 40;
const heapLimitMb = 192;
const settleLimitMs = 15_000;

/** Lets 20 clients write and watch for some time, and compares what is there with what was acknowledged. */
export async function soakRun(place: CrashPlace, durationMs: number): Promise<SoakLine[]> {
  // The server's own heap limit is the bound: beyond it, it ends.
  process.env["NODE_OPTIONS"] = `--max-old-space-size=${heapLimitMb}`;
  const args = ["--no-push", "--quiet", "--data-dir", place.data, "--port", "0"];
  const server = await startProcess(place.program, ...args);
  const { url } = server;
  const tallies = new Map<string, number>();
  const counts = { commands: 0, scheduled: 0, jobs: 0, tallies, latencies: [], errors: [] };
  const clients = Array.from({ length: clientCount }, (_, i) => new SoakClient(url, i, counts));
  const memory = [residentMb(server)];
  const ticksBefore = await length(url, "ticks");
  const started = performance.now();
  await load(clients, durationMs, () => void memory.push(residentMb(server)));
  const found = await settled(clients, url, counts);
  const seconds = (performance.now() - started) / 1_000;
  const ticks = (await length(url, "ticks")) - ticksBefore;
  await Promise.all(clients.map((client) => client.close()));
  const exitCode = server.child.exitCode ?? (await server.end("SIGINT"));
  return [
    ...linesOf(counts, found),
    {
      name: `runs of a cron, one a second for ${seconds.toFixed(0)} s`,
      value: ticks,
      // One that is still running when it is due again is left out, on a busy machine often.
      isGood: ticks >= seconds / 2,
    },
    {
      name: `server within a heap of ${heapLimitMb} MB, exit code`,
      value: exitCode ?? "none",
      isGood: exitCode === 0,
    },
    { name: "resident memory, MB over time", value: memory.join(" → ") },
  ];
}

async function load(clients: readonly SoakClient[], durationMs: number, sample: () => void) {
  const until = performance.now() + durationMs;
  const open = new Set<Promise<void>>();
  for (let turn = 0, quarter = 1; performance.now() < until; turn++) {
    const writing = clients[turn % clients.length]?.write() ?? Promise.resolve();
    open.add(writing);
    void writing.finally(() => open.delete(writing));
    await after(1_000 / writesPerSecond);
    if (performance.now() > until - durationMs * (1 - quarter / 4)) {
      sample();
      quarter += 1;
    }
  }
  await Promise.all(open);
}

type Found = {
  readonly commands: number;
  readonly finished: number;
  readonly jobs: number;
  readonly differences: number;
  readonly tallies: ReadonlyMap<string, number>;
};

async function settled(
  clients: readonly SoakClient[],
  url: string,
  counts: SoakCounts,
): Promise<Found> {
  const until = performance.now() + settleLimitMs;
  for (;;) {
    const found = await look(clients, url);
    const isDone =
      found.finished === counts.scheduled && found.jobs === counts.jobs && found.differences === 0;
    if (isDone || performance.now() > until) return found;
    await after(200);
  }
}

async function look(clients: readonly SoakClient[], url: string): Promise<Found> {
  const runs = clients.map((_, i) => runOf(i));
  const outcomes = await Promise.all(runs.map((run) => outcomeOf(url, run)));
  const differences = await Promise.all(clients.map((client) => client.differences(url)));
  const lengths = await Promise.all(runs.map((run) => length(url, run)));
  const rows = await http(url).query(tallies, {});
  return {
    commands: sum(outcomes.map(({ commands }) => new Set(commands.map((row) => row._id)).size)),
    finished: sum(outcomes.map(({ finished }) => finished.length)),
    jobs: sum(lengths),
    differences: sum(differences),
    tallies: new Map(rows.map(({ name, value }) => [name, value])),
  };
}

function linesOf(counts: SoakCounts, found: Found): SoakLine[] {
  const { latencies, errors } = counts;
  const increments = sum([...counts.tallies.values()]);
  const counted = sum([...found.tallies.values()]);
  const against = (name: string, is: number, expected: number): SoakLine => ({
    name,
    value: `${is} of ${expected}`,
    isGood: is === expected,
  });
  return [
    { name: "errors", value: errors[0] ?? 0, isGood: errors.length === 0 },
    against("acknowledged commands that are there, once", found.commands, counts.commands),
    against("increments that count (no lost update)", counted, increments),
    against("scheduled functions that ran", found.finished, counts.scheduled),
    against("jobs of the workpool that ran", found.jobs, counts.jobs),
    {
      name: "live queries that differ from a fresh read",
      value: found.differences,
      isGood: found.differences === 0,
    },
    {
      name: "mutation p50 / p95, ms",
      value: [0.5, 0.95].map((share) => quantile(latencies, share).toFixed(1)).join(" / "),
    },
  ];
}

const messages = makeFunctionReference<"query", { channel: string }, string[]>("messages:list");
type Tally = { name: string; value: number };
const tallies = makeFunctionReference<"query", Record<string, never>, Tally[]>("commands:tallies");

const http = (url: string): ConvexHttpClient => new ConvexHttpClient(url, { logger: false });

const length = async (url: string, channel: string): Promise<number> =>
  (await http(url).query(messages, { channel })).length;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function residentMb({ child }: DeploymentProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1_024);
}
