import { v, type ObjectType } from "convex/values";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import type { Status } from "../../contract/consumer.js";
import { coreError } from "../base/errors.js";
import { startWorkers } from "../base/workers.js";
import { changeCursor, cursorRowOf } from "../tables/cursors.js";
import { generationsOf, startableWorkers } from "../tables/generations.js";
import { audit, recordHistory } from "../tables/history.js";

export const pauseArgs = { consumer: v.string(), actor: v.string() };
type PauseArgs = ObjectType<typeof pauseArgs>;

/** Stops the workers of a consumer after their present step; new events wait in the log. */
export async function pause(ctx: MutationCtx, args: PauseArgs): Promise<null> {
  await setStatus(ctx, args, { action: "pause", status: { kind: "paused" } });
  return null;
}

/** Lets the workers of a paused or halted consumer go on; attempts that ended without an answer are forgotten. */
export async function resume(ctx: MutationCtx, args: PauseArgs): Promise<null> {
  const generations = await setStatus(ctx, args, { action: "resume", status: { kind: "running" } });
  const workers = generations.flatMap(startableWorkers);
  for (const worker of workers) await forgetClaim(ctx, worker);
  await startWorkers(ctx, workers);
  return null;
}

async function forgetClaim(ctx: MutationCtx, worker: string): Promise<void> {
  const found = await cursorRowOf(ctx, worker);
  if (found?.claim === undefined) return;
  await changeCursor(ctx, worker, { found, change: { claim: undefined, movedAt: Date.now() } });
}

type PauseChange = { action: "pause" | "resume"; status: Status };

/** Changes what operators may stop and start: not what the code has lost, nor what is being deleted. */
async function setStatus(
  ctx: MutationCtx,
  { consumer, actor }: PauseArgs,
  { action, status }: PauseChange,
): Promise<Doc<"generations">[]> {
  const all = await generationsOf(ctx, consumer);
  if (all.length === 0) {
    throw coreError("UNKNOWN_CONSUMER", `unknown consumer "${consumer}": no worker keeps it yet`);
  }
  const followed = all.filter(({ state, delivery }) => state !== "live" || delivery === "async");
  if (followed.length === 0) {
    throw coreError(
      "NO_WORKERS",
      `"${consumer}" is kept by the commands themselves: it has no workers to ${action}`,
    );
  }
  const generations = followed.filter(
    (row) => row.state !== "dropping" && row.status.kind !== "removed",
  );
  for (const { _id, generation } of generations) {
    await ctx.db.patch("generations", _id, { status, startedAt: Date.now() });
    const what = action === "pause" ? "paused" : "resumed";
    await recordHistory(ctx, { consumer, generation, what, by: actor });
  }
  const detail = generations.map(({ generation, status: was }) => ({ generation, was }));
  await audit(ctx, { actor, action, subject: consumer, detail });
  return generations;
}
