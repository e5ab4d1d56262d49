import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { atBeginning, moveCursor, dueRowOf, markDue } from "../tables/cursors.js";
import { generationsOf, liveOf } from "../tables/generations.js";
import { buildProgress, rebuildOf } from "../tables/rebuilds.js";
import type { Rebuild, RebuildKind } from "../../contract/rebuilds.js";
import type { Declared, Scope } from "../../contract/consumer.js";
import { recordHistory } from "../tables/history.js";
import { startWorkers, workerName, workersOf } from "../base/workers.js";

/** What to build, and who asks for it. */
export type Request = {
  kind: RebuildKind;
  scope?: Scope | undefined;
  /** The cursor to begin after; `null` for the beginning of the log. */
  from: string | null;
  by: string;
};

/** What a generation is built from: a declaration, or the live generation. */
export type Recipe = Omit<Declared, "versions" | "firstIsInline">;

/** Builds that are kept of one consumer. */
const keptBuilds = 50;

/** Starts to build a generation beside the one served; returns its number, which no other generation had before. */
export async function beginGeneration(
  ctx: MutationCtx,
  recipe: Recipe,
  request: Request,
): Promise<number> {
  const { consumer, version, partitions, subscription } = recipe;
  const { kind, scope, from, by } = request;
  const generations = await generationsOf(ctx, consumer);
  const live = liveOf(generations);
  const generation = await nextNumber(ctx, generations, consumer);
  await ctx.db.insert("generations", {
    consumer,
    kind: recipe.kind,
    generation,
    version,
    partitions,
    delivery: recipe.delivery,
    policy: recipe.policy,
    attempts: recipe.attempts,
    subscription,
    state: "building",
    status: { kind: "running" },
    ...(scope && { scope }),
    ...(kind === "verification" && { isShadow: true }),
  });
  await ctx.db.insert("rebuilds", {
    consumer,
    generation,
    version,
    kind,
    from,
    by,
    ...(scope && { scope }),
    startedAt: Date.now(),
    state: "running",
    counted: await countedBefore(ctx, { recipe, request, live }),
  });
  const reason = "to be compared with what is served";
  const about = kind === "verification" ? { reason } : {};
  await recordHistory(ctx, { consumer, generation, what: "begun", by, ...about });
  const built = { consumer, generation, partitions };
  await beginWorkers(ctx, { built, from, live: live?.subscription === subscription ? live : null });
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
    .take(keptBuilds);
  const oldest = history[keptBuilds - 1];
  if (oldest !== undefined) await ctx.db.delete("rebuilds", oldest._id);
  const known = [...generations, ...history].map(({ generation }) => generation);
  return Math.max(0, ...known) + 1;
}

type BuildInput = { recipe: Recipe; request: Request; live: Doc<"generations"> | undefined };

/**
 * The number of events to apply, where the live generation has handled the same ones; otherwise they are counted first. A first
 * build is not counted: reading everything twice would only delay it.
 */
async function countedBefore(
  ctx: MutationCtx,
  { recipe, request: { scope, from, by }, live }: BuildInput,
): Promise<Rebuild["counted"]> {
  if (live === undefined && by === "") return null;
  const uncounted = { events: 0, cursor: from, isDone: false };
  if (live?.delivery !== "async" || scope !== undefined || from !== null) return uncounted;
  const before = await rebuildOf(ctx, live);
  if (before?.from !== null || live.subscription !== recipe.subscription) return uncounted;
  const { handled } = await buildProgress(ctx, live);
  return { events: handled, cursor: null, isDone: true };
}

type BuildStart = {
  built: Parameters<typeof workersOf>[0];
  from: string | null;
  live: Doc<"generations"> | null;
};

async function beginWorkers(ctx: MutationCtx, { built, from, live }: BuildStart): Promise<void> {
  const due = live === null ? null : await dueRowOf(ctx, workerName({ ...live, partition: 0 }));
  for (const worker of workersOf(built)) {
    const fields = { ...atBeginning, cursor: from };
    if (from !== null) await moveCursor(ctx, worker, { found: null, fields });
    if (due !== null) await markDue(ctx, { worker, upTo: due.upTo, woken: "asleep" });
  }
  await startWorkers(ctx, workersOf(built));
}

/**
 * Begins a process that the component does not know yet: it is live at once, from where the log stood before anybody saw its
 * declaration. It never handles what came earlier, and never misses the event that woke the dispatcher.
 */
export async function beginProcess(
  ctx: MutationCtx,
  { consumer, kind, version, partitions, delivery, policy, attempts, subscription }: Declared,
  from: string | null,
): Promise<void> {
  if ((await generationsOf(ctx, consumer)).length > 0) return;
  const generation = { consumer, kind, version, partitions, delivery, policy, attempts };
  await ctx.db.insert("generations", {
    ...generation,
    ...{ generation: 1, subscription, state: "live", status: { kind: "running" } },
  });
  await recordHistory(ctx, { consumer, generation: 1, what: "begun" });
  await beginWorkers(ctx, { built: { consumer, generation: 1, partitions }, from, live: null });
}
