import { setTimeout as after } from "node:timers/promises";
import { makeFunctionReference } from "convex/server";
import { startProcess } from "../../test/deploymentProcess.ts";
import { connect } from "../load/commandCalls.ts";
import { prepareData } from "../prepareData.ts";
import { quantile } from "../quantile.ts";
import { timed } from "./timed.ts";

const clientCount = 20;
const writeCount = 200;
const writesPerSecond = 40;
const roomCount = 4;
const pipelinedCount = 3_000;
const roundCount = 5;

type Message = { channel: string; text: string };
const send = makeFunctionReference<"mutation", Message>("messages:send");
const list = makeFunctionReference<"query", { channel: string }, string[]>("messages:list");

/** What official clients in another process than the server's see. */
export async function measureClients(
  program: string,
  data: string,
): Promise<{ otherClientP95Ms: number; pipelinedMutationsPerSecond: number }> {
  await prepareData(program, data);
  const place = ["--data-dir", data, "--port", "0"];
  const server = await startProcess(program, "--no-push", "--quiet", ...place);
  try {
    const otherClientP95Ms = await otherClientP95(server.url);
    return { otherClientP95Ms, pipelinedMutationsPerSecond: await pipelined(server.url) };
  } finally {
    await server.end("SIGINT");
  }
}

/** From the call of a mutation until each other client that watches the same room has been told. */
async function otherClientP95(url: string): Promise<number> {
  const clients = Array.from({ length: clientCount }, () => connect(url));
  const sentAt = new Map<string, number>();
  const latencies: number[] = [];
  const ready = clients.map(async (client, i) => {
    const seen = new Set<string>();
    const { promise, resolve } = Promise.withResolvers<null>();
    client.onUpdate(list, { channel: roomOf(i) }, (texts) => {
      resolve(null);
      for (const text of texts.filter((one) => !seen.has(one))) {
        seen.add(text);
        const start = sentAt.get(text);
        if (start !== undefined && !text.startsWith(`${i}:`))
          latencies.push(performance.now() - start);
      }
    });
    await promise;
  });
  await Promise.all(ready);
  const warmUp = writeCount / 4;
  const acknowledged: Promise<unknown>[] = [];
  for (let i = 0; i < warmUp + writeCount; i++) {
    if (i === warmUp) latencies.length = 0;
    const from = i % clientCount;
    const text = `${from}:${i}`;
    sentAt.set(text, performance.now());
    acknowledged.push(clients[from]?.mutation(send, { channel: roomOf(from), text }) ?? after(0));
    await after(1_000 / writesPerSecond);
  }
  await Promise.all(acknowledged);
  await Promise.all(clients.map((client) => client.close()));
  return quantile(latencies, 0.95);
}

const roomOf = (client: number): string => `room ${client % roomCount}`;

/** Mutations that one client has under way at once, each in a room of its own: the round that was disturbed least. */
async function pipelined(url: string): Promise<number> {
  const client = connect(url);
  const numbers = Array.from({ length: pipelinedCount }, (_, i) => i);
  const rates: number[] = [];
  for (let round = 0; round < roundCount; round++) {
    const ms = await timed(() =>
      Promise.all(
        numbers.map((i) => client.mutation(send, { channel: `pipe ${round} ${i}`, text: "x" })),
      ),
    );
    rates.push((pipelinedCount * 1_000) / ms);
  }
  await client.close();
  return Math.max(...rates);
}
