import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { atBeginning, moveCursor } from "../tables/cursors.js";
import { dueOf, markDue } from "../tables/due.js";
import { generationsOf, liveOf } from "../tables/generations.js";
import { remember } from "../tables/history.js";
import { progressOf, rebuildOf } from "../tables/rebuilds.js";
import { pingWorker } from "../base/wake.js";
import { workerName, workersOf } from "../base/workerName.js";
import type { Rebuild, RebuildKind } from "../../contract/rebuilds.js";
import type { Declared, Scope } from "../../contract/consumer.js";

/** What is to be built, and for whom. */
export type Request = {
  kind: RebuildKind;
  scope?: Scope | undefined;
  /** The cursor to begin after; `null` for the beginning of the log. */
  from: string | null;
  by: string;
};

/** What a generation is built by. */
export type Recipe = Omit<Declared, "versions" | "firstIsInline">;

/** Most builds that are remembered of one consumer. */
const historyLength = 50;

/** Starts to build a generation beside the one that is served; returns its number, which no other one ever had. */
export async function beginGeneration(
  ctx: MutationCtx,
  recipe: Recipe,
  request: Request,
): Promise<number> {
  const { consumer, version, partitions, delivery, policy, attempts, subscription } = recipe;
  const generations = await generationsOf(ctx, consumer);
  const live = liveOf(generations);
  const generation = await nextNumber(ctx, generations, consumer);
  const built = { consumer, generation, version, partitions };
  await ctx.db.insert("generations", {
    kind: recipe.kind,
    ...{ ...built, delivery, policy, attempts, subscription },
    state: "building",
    status: { kind: "running" },
    ...(request.scope && { scope: request.scope }),
    ...(request.kind === "verification" && { isShadow: true }),
  });
  const counted = await countedBefore(ctx, { recipe, request, live });
  const { kind, scope, from, by } = request;
  const asked = { kind, from, by, ...(scope && { scope }) };
  const startedAt = Date.now();
  const run = { consumer, generation, version, startedAt, state: "running" as const, counted };
  await ctx.db.insert("rebuilds", { ...asked, ...run });
  const what = kind === "verification" ? { reason: "to be compared with what is served" } : {};
  await remember(ctx, { consumer, generation, what: "begun", by, ...what });
  await startWorkers(ctx, { built, from, live: live?.subscription === subscription ? live : null });
  return generation;
}

async function nextNumber(
  ctx: MutationCtx,
  generations: readonly Doc<"generations">[],
  consumer: string,
): Promise<number> {
  const history = await ctx.db
    .query("rebuilds")
    .withIndex("by_consumer", (q) => q.eq("consumer", consumer))
    .order("desc")
    .take(historyLength);
  const oldest = history[historyLength - 1];
  if (oldest !== undefined) await ctx.db.delete("rebuilds", oldest._id);
  const known = [...generations, ...history].map(({ generation }) => generation);
  return Math.max(0, ...known) + 1;
}

type Known = { recipe: Recipe; request: Request; live: Doc<"generations"> | undefined };

/**
 * How many events there are, where the live generation has handled the very same; otherwise they are counted first. What is built
 * for the first time is not: reading everything twice would only keep it from being served.
 */
async function countedBefore(
  ctx: MutationCtx,
  { recipe, request: { scope, from, by }, live }: Known,
): Promise<Rebuild["counted"]> {
  if (live === undefined && by === "") return null;
  const uncounted = { events: 0, cursor: from, isDone: false };
  if (live?.delivery !== "async" || scope !== undefined || from !== null) return uncounted;
  const before = await rebuildOf(ctx, live);
  if (before?.from !== null || live.subscription !== recipe.subscription) return uncounted;
  const { handled } = await progressOf(ctx, live);
  return { events: handled, cursor: null, isDone: true };
}

type Start = {
  built: Parameters<typeof workersOf>[0];
  from: string | null;
  live: Doc<"generations"> | null;
};

async function startWorkers(ctx: MutationCtx, { built, from, live }: Start): Promise<void> {
  const due = live === null ? null : await dueOf(ctx, workerName({ ...live, partition: 0 }));
  for (const worker of workersOf(built)) {
    const fields = { ...atBeginning, cursor: from };
    if (from !== null) await moveCursor(ctx, worker, { found: null, fields });
    if (due !== null) await markDue(ctx, { worker, upTo: due.upTo, woken: "asleep" });
    await pingWorker(ctx, worker);
  }
}
