import { cpus, tmpdir } from "node:os";
import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { pushApp, startDeployment } from "@convex-es/platform-embedded";
import { ConvexClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import type { Value } from "convex/values";

const FIXTURE = fileURLToPath(new URL("../fixture", import.meta.url));
const DOCUMENTS = 100_000;
const ANYONE = { identity: null, isAdmin: false };
const send = makeFunctionReference<"mutation">("messages:send");
const list = makeFunctionReference<"query">("messages:list");

type Running = Awaited<ReturnType<typeof startDeployment>>;

const call = async ({ deployment }: Running, path: string, args: Record<string, Value>) => {
  const outcome = await deployment.call({ kind: "any", path, args, caller: ANYONE });
  if (!outcome.ok) throw new Error(outcome.error.message);
};

/** Milliseconds that a task takes. */
async function timed(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return performance.now() - start;
}

const quantile = (times: number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * share)] ?? NaN;

const medianOf = async (times: number, task: (i: number) => Promise<unknown>): Promise<number> => {
  const measured: number[] = [];
  for (let i = 0; i < times; i++) measured.push(await timed(() => task(i)));
  return quantile(measured, 0.5);
};

async function fill(running: Running): Promise<void> {
  const portion = 5_000;
  for (let from = 0; from < DOCUMENTS; from += portion) {
    await call(running, "messages:fill", { from, count: portion });
  }
}

const connect = ({ url }: Running): ConvexClient =>
  new ConvexClient(url, { logger: false, skipConvexDeploymentUrlCheck: true });

/** How long a write takes until another client sees it, with twenty clients that all watch and write. */
async function otherClientP95(running: Running): Promise<number> {
  const clients = Array.from({ length: 20 }, () => connect(running));
  const sentAt = new Map<string, number>();
  const latencies: number[] = [];
  clients.forEach((client, i) => {
    const seen = new Set<string>();
    client.onUpdate(list, { channel: `room ${i % 4}` }, (texts: string[]) => {
      for (const text of texts.filter((one) => !seen.has(one))) {
        seen.add(text);
        if (!text.startsWith(`${i}:`)) latencies.push(performance.now() - (sentAt.get(text) ?? 0));
      }
    });
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  for (let round = 0; round < 200; round++) {
    const from = round % clients.length;
    const text = `${from}:${round}`;
    sentAt.set(text, performance.now());
    void clients[from]?.mutation(send, { channel: `room ${from % 4}`, text });
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  await Promise.all(clients.map((client) => client.close()));
  return quantile(latencies, 0.95);
}

async function pipelined(running: Running): Promise<number> {
  const client = connect(running);
  const count = 5_000;
  const all = () =>
    Promise.all(
      Array.from({ length: count }, (_, i) =>
        client.mutation(send, { channel: `pipe ${i}`, text: "x" }),
      ),
    );
  await client.mutation(send, { channel: "warm", text: "up" });
  const ms = await timed(all);
  await client.close();
  return (count * 1_000) / ms;
}

async function measure(data: string): Promise<Record<string, unknown>> {
  const first = await startDeployment({ dataDirectory: data });
  const pushMs = await timed(() => pushApp(first, FIXTURE));
  await first.close();
  const started: { running?: Running } = {};
  const readyMs = await timed(async () => {
    started.running = await startDeployment({ dataDirectory: data });
  });
  const running = started.running as Running;
  const perSecond = await pipelined(running);
  const otherClientP95Ms = await otherClientP95(running);
  await fill(running);
  const query = (i: number) => call(running, "messages:list", { channel: `channel ${i * 97}` });
  const insert = (i: number) => call(running, "messages:send", { channel: `new ${i}`, text: "x" });
  await medianOf(100, query);
  const pointQueryMs = await medianOf(1_000, query);
  const insertMs = await medianOf(1_000, insert);
  await running.close();
  const restarted: { running?: Running } = {};
  const readyFullMs = await timed(async () => {
    restarted.running = await startDeployment({ dataDirectory: data });
  });
  await restarted.running?.close();
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? "?"}, Node ${process.version}`;
  const measured = { readyMs, pushMs, pointQueryMs, insertMs, otherClientP95Ms, readyFullMs };
  const rounded = Object.entries(measured).map(
    ([name, ms]) => [name, Number(ms.toFixed(3))] as const,
  );
  return {
    ...Object.fromEntries(rounded),
    pipelinedMutationsPerSecond: Math.round(perSecond),
    documents: DOCUMENTS,
    machine,
  };
}

const data = mkdtempSync(path.join(tmpdir(), "platform-embedded-bench-"));
const figures = await measure(data).finally(() => rmSync(data, { recursive: true, force: true }));
if (!process.argv.includes("--json")) {
  for (const [name, value] of Object.entries(figures))
    console.log(`${name.padEnd(30)} ${String(value)}`);
}
console.log(JSON.stringify(figures));
process.exit(0);
