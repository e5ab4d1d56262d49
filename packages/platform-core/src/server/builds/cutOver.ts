import { hasReached, narrowCursor, storesIn } from "@convex-es/platform-store/log";
import { internal } from "../../component/_generated/api.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import { runAppMutation } from "../base/app.js";
import { pingWorker, workerName, workersOf } from "../base/workers.js";
import { applyTail } from "../pages/applyPage.js";
import { cursorsOf } from "../tables/cursors.js";
import { generationsOf, liveOf, type Generation } from "../tables/generations.js";
import { recordHistory } from "../tables/history.js";
import { endRebuild, rebuildOf } from "../tables/rebuilds.js";
import { abandonGeneration, startDropping } from "./endGeneration.js";

/**
 * Serves a built generation in place of the live one, in one transaction, once it shows all that the live one shows; until then it
 * changes nothing. Returns whether it is served now. Only the transaction that serves it can conflict with who keeps the live one.
 */
export async function cutOver(ctx: MutationCtx, built: Generation): Promise<boolean> {
  const all = await generationsOf(ctx, built.consumer);
  const live = liveOf(all);
  // Where nothing is served yet, rows that lack a few events are better than none.
  if (live !== undefined && (await waitsForLetters(ctx, built))) {
    if (built.waits !== true) await ctx.db.patch("generations", built._id, { waits: true });
    return false;
  }
  if (!(await isReady(ctx, built, live))) return false;
  const { consumer, generation, version, delivery } = built;
  await runAppMutation(ctx, "serveGeneration", { consumer, generation, version, delivery });
  // A pause is an operator's decision about the read model, not about one generation of it.
  const isPaused = live?.status.kind === "paused" && delivery === "async";
  const status = isPaused ? { status: live.status } : {};
  await ctx.db.patch("generations", built._id, { state: "live", waits: undefined, ...status });
  await endRebuild(ctx, built, { state: "done" });
  await recordHistory(ctx, { consumer, generation, what: "cutOver" });
  for (const row of all) if (row._id !== built._id) await retire(ctx, row);
  if (live === undefined) await dropUnknown(ctx, built);
  return true;
}

/** Whether a built generation lacks events that are aside: it is not served without them unless an operator says so. */
export async function waitsForLetters(
  ctx: QueryCtx,
  { consumer, generation }: Pick<Generation, "consumer" | "generation">,
): Promise<boolean> {
  const aside = await ctx.db
    .query("letterKeys")
    .withIndex("by_key", (q) => q.eq("consumer", consumer).eq("generation", generation))
    .first();
  if (aside === null) return false;
  const rebuild = await rebuildOf(ctx, { consumer, generation });
  return rebuild?.forcedBy === undefined;
}

/** Commands change what they keep at any moment: there, only the very end of the log is far enough. */
async function isReady(
  ctx: MutationCtx,
  built: Generation,
  live: Generation | undefined,
): Promise<boolean> {
  if (built.delivery === "async" && live?.delivery !== "inline") {
    return await hasCaughtUp(ctx, built, live);
  }
  for (const worker of workersOf(built)) {
    if (!(await applyTail(ctx, built, worker))) return false;
  }
  return true;
}

async function hasCaughtUp(
  ctx: MutationCtx,
  built: Generation,
  live: Generation | undefined,
): Promise<boolean> {
  const own = await cursorsOf(ctx, workersOf(built));
  if (own.includes(null)) return false;
  if (live === undefined) return true;
  const workers = workersOf(live);
  const isPast = (others: (string | null)[]) =>
    own.every((cursor) => others.every((other) => hasPassed(cursor, other)));
  // The first look conflicts with nobody; only a generation that is about to be served looks again.
  const { cursorsOf: staleCursors } = internal.staleReads;
  const seen = await ctx.runQuery(staleCursors, { workers }, { useStaleSnapshot: true });
  return isPast(seen) && isPast(await cursorsOf(ctx, workers));
}

// Another version may read other stores: the cursors are compared in the stores that both read.
function hasPassed(cursor: string | null, other: string | null): boolean {
  if (cursor === null || other === null) return other === null;
  return hasReached(cursor, narrowCursor(other, storesIn(cursor)));
}

async function retire(ctx: MutationCtx, row: Generation): Promise<void> {
  if (row.state === "building") {
    const reason = "another generation is served";
    await abandonGeneration(ctx, row, { state: "superseded", reason });
  } else if (row.state !== "dropping") {
    await startDropping(ctx, row);
  }
}

/** Deletes the rows of generation 0, which commands may have written before this component knew of them. */
async function dropUnknown(ctx: MutationCtx, built: Generation): Promise<void> {
  const { _id, _creationTime, ...fields } = built;
  const first = { ...fields, generation: 0, version: 1, partitions: 1 };
  await ctx.db.insert("generations", { ...first, delivery: "inline", state: "dropping" });
  await pingWorker(ctx, workerName({ ...first, partition: 0 }));
}
