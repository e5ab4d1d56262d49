import { startDeployment, type RunningDeployment } from "@convex-es/platform-embedded";
import type { Value } from "convex/values";
import { pushFixture } from "../../test/pushFixture.ts";
import { quantile } from "../quantile.ts";
import { timed } from "./timed.ts";

const portion = 5_000;
const warmUp = 500;
const timesMeasured = 2_000;

/** Medians of a point query by index and of an insert in a table of so many documents, without a network between. */
export async function measureInProcess(
  dataDirectory: string,
  documents: number,
): Promise<{ pointQueryMs: number; insertMs: number }> {
  await using running = await startDeployment({ dataDirectory });
  await pushFixture(running);
  for (let from = 0; from < documents; from += portion) {
    await call(running, "messages:fill", { from, count: portion });
  }
  const query = (i: number) =>
    call(running, "messages:list", { channel: `channel ${(i * 7_919) % documents}` });
  const insert = (i: number) => call(running, "messages:send", { channel: `new ${i}`, text: "x" });
  return { pointQueryMs: await median(query), insertMs: await median(insert) };
}

async function median(task: (i: number) => Promise<unknown>): Promise<number> {
  const measured: number[] = [];
  for (let i = 0; i < warmUp + timesMeasured; i++) measured.push(await timed(() => task(i)));
  return quantile(measured.slice(warmUp), 0.5);
}

async function call(
  { deployment }: RunningDeployment,
  path: string,
  args: Record<string, Value>,
): Promise<void> {
  await deployment.running?.engine.call({ fn: path, args });
}
