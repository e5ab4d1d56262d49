import { hasReached, narrowCursor, storesIn } from "@convex-es/platform-store/log";
import { internal } from "../../component/_generated/api.js";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { abandon, drop } from "./abandon.js";
import { runAppMutation } from "../base/app.js";
import { applyTail } from "../pages/applyTail.js";
import { cursorsOf } from "../tables/cursors.js";
import { generationsOf, liveOf } from "../tables/generations.js";
import { remember } from "../tables/history.js";
import { isHeldUp } from "./isHeldUp.js";
import { endRebuild } from "../tables/rebuilds.js";
import { pingWorker } from "../base/wake.js";
import { workerName, workersOf } from "../base/workerName.js";

type Row = Doc<"generations">;

/**
 * Serves a built generation in place of the live one, in one transaction, once it shows all that the live one shows; until then it
 * changes nothing. Returns whether it is served now. Only the transaction that serves it can conflict with who keeps the live one.
 */
export async function cutOver(ctx: MutationCtx, built: Row): Promise<boolean> {
  const all = await generationsOf(ctx, built.consumer);
  const live = liveOf(all);
  // Nothing is worse than what lacks a few events only where there is nothing.
  if (live !== undefined && (await isHeldUp(ctx, built))) {
    if (built.waits !== true) await ctx.db.patch("generations", built._id, { waits: true });
    return false;
  }
  if (!(await isReady(ctx, built, live))) return false;
  const { consumer, generation, version, delivery } = built;
  await runAppMutation(ctx, "serve", { consumer, generation, version, delivery });
  await ctx.db.patch("generations", built._id, { state: "live", waits: undefined });
  await endRebuild(ctx, built, { state: "done" });
  await remember(ctx, { consumer, generation, what: "cutOver" });
  for (const row of all) if (row._id !== built._id) await retire(ctx, row);
  if (live === undefined) await dropFirst(ctx, built);
  return true;
}

/** Commands change what they keep at any moment: nothing but the very end of the log is far enough then. */
async function isReady(ctx: MutationCtx, built: Row, live: Row | undefined): Promise<boolean> {
  if (built.delivery === "async" && live?.delivery !== "inline") {
    return await hasCaughtUp(ctx, built, live);
  }
  for (const worker of workersOf(built)) {
    if (!(await applyTail(ctx, built, worker))) return false;
  }
  return true;
}

async function hasCaughtUp(ctx: MutationCtx, built: Row, live: Row | undefined): Promise<boolean> {
  const own = await cursorsOf(ctx, workersOf(built));
  if (own.includes(null)) return false;
  if (live === undefined) return true;
  const workers = workersOf(live);
  const isPast = (others: (string | null)[]) =>
    own.every((cursor) => others.every((other) => hasPassed(cursor, other)));
  // The first look conflicts with nobody: only who is about to be served looks again.
  const { cursorsOf: look } = internal.staleReads;
  const seen = await ctx.runQuery(look, { workers }, { useStaleSnapshot: true });
  return isPast(seen) && isPast(await cursorsOf(ctx, workers));
}

// Another version may read other stores: they are compared where both read.
function hasPassed(cursor: string | null, other: string | null): boolean {
  if (cursor === null || other === null) return other === null;
  return hasReached(cursor, narrowCursor(other, storesIn(cursor)));
}

/** Has the rows deleted that commands may have written before this component knew of them. */
async function dropFirst(ctx: MutationCtx, built: Row): Promise<void> {
  const { _id, _creationTime, ...fields } = built;
  const first = { ...fields, generation: 0, version: 1, partitions: 1 };
  await ctx.db.insert("generations", { ...first, delivery: "inline", state: "dropping" });
  await pingWorker(ctx, workerName({ ...first, partition: 0 }));
}

async function retire(ctx: MutationCtx, row: Row): Promise<void> {
  if (row.state === "building") {
    await abandon(ctx, row, { state: "superseded", reason: "another generation is served" });
  } else if (row.state !== "dropping") {
    await drop(ctx, row);
  }
}
