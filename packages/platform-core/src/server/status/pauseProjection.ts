import { v, type ObjectType } from "convex/values";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { audit } from "../tables/audits.js";
import { changeCursor, cursorOf } from "../tables/cursors.js";
import { coreError } from "../base/errors.js";
import { generationsOf } from "../tables/generations.js";
import { remember } from "../tables/history.js";
import { pingWorker } from "../base/wake.js";
import { workersOf } from "../base/workerName.js";
import type { Status } from "../../contract/consumer.js";

export const pauseArgs = { consumer: v.string(), actor: v.string() };
type Args = ObjectType<typeof pauseArgs>;

/** Stops the workers of a consumer after their present step; what is appended meanwhile is waited for. */
export async function pause(ctx: MutationCtx, { consumer, actor }: Args): Promise<null> {
  const generations = await changeable(ctx, consumer);
  await change(ctx, generations, { kind: "paused" });
  await note(ctx, { consumer, actor, action: "pause", generations });
  return null;
}

/** Has the workers of a consumer go on that was paused, or that halted; attempts that ended without an answer are forgotten. */
export async function resume(ctx: MutationCtx, { consumer, actor }: Args): Promise<null> {
  const generations = await changeable(ctx, consumer);
  await change(ctx, generations, { kind: "running" });
  for (const worker of generations.flatMap(workersOf)) {
    await startAfresh(ctx, worker);
    await pingWorker(ctx, worker);
  }
  await note(ctx, { consumer, actor, action: "resume", generations });
  return null;
}

async function startAfresh(ctx: MutationCtx, worker: string): Promise<void> {
  const found = await cursorOf(ctx, worker);
  if (found?.claim === undefined) return;
  await changeCursor(ctx, worker, { found, change: { claim: undefined, movedAt: Date.now() } });
}

/** What an operator may stop and start: not what the code has lost, nor what is being deleted. */
async function changeable(ctx: MutationCtx, consumer: string): Promise<Doc<"generations">[]> {
  const all = await generationsOf(ctx, consumer);
  if (all.length === 0) {
    throw coreError("UNKNOWN_CONSUMER", `No worker keeps a read model "${consumer}".`);
  }
  return all.filter(({ state, status }) => state !== "dropping" && status.kind !== "removed");
}

async function change(ctx: MutationCtx, generations: Doc<"generations">[], status: Status) {
  for (const { _id } of generations) await ctx.db.patch("generations", _id, { status });
}

type Note = Args & { action: "pause" | "resume"; generations: Doc<"generations">[] };

async function note(ctx: MutationCtx, { consumer, actor, action, generations }: Note) {
  const detail = generations.map(({ generation, status }) => ({ generation, was: status }));
  const what = action === "pause" ? "paused" : "resumed";
  for (const { generation } of generations) {
    await remember(ctx, { consumer, generation, what, by: actor });
  }
  await audit(ctx, { actor, action, subject: consumer, detail });
}
