import { internal } from "../../component/_generated/api.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import type { Scope } from "../../contract/consumer.js";
import { failureOf, runAppMutation } from "../base/app.js";
import { workerName, workerOf, workersOf } from "../base/workers.js";
import { pageInput, type Work } from "../pages/applyPage.js";
import { atBeginning, cursorRowOf, movedOn, moveCursor } from "../tables/cursors.js";
import {
  generationOf,
  generationsOf,
  liveOf,
  stopLost,
  type Generation,
} from "../tables/generations.js";
import { noteUnfolded } from "../tables/unfolded.js";
import { recordHistory } from "../tables/history.js";
import { endRebuild } from "../tables/rebuilds.js";
import { compareNext } from "./compareRows.js";
import { abandonGeneration, startDropping } from "./endGeneration.js";

/**
 * A step of building part of a read model, or a copy to compare it with. It applies events as far as the live generation has
 * applied them and no further: both then show the same, and one can replace the other without losing or repeating an event.
 * Returns whether there is more to do right now.
 */
export async function followLive(ctx: MutationCtx, work: Work): Promise<boolean> {
  const { generation, worker } = work;
  const live = liveOf(await generationsOf(ctx, generation.consumer));
  if (live === undefined) return false;
  try {
    if (!(await followOnce(ctx, work, live))) return true;
    if (generation.isShadow && workerOf(worker).partition > 0) return false;
    const finish = generation.isShadow ? compareNext : serveBuiltScope;
    return await finish(ctx, generation, live);
  } catch (error) {
    const { code, message } = failureOf(error);
    if (code === "UNDECLARED_CONSUMER") await stopLost(ctx, generation);
    else await abandonGeneration(ctx, generation, { state: "failed", reason: message });
    return true;
  }
}

/** Applies the next page; returns whether the worker is now where the live one was just before. */
async function followOnce(ctx: MutationCtx, work: Work, live: Generation): Promise<boolean> {
  const { partition } = workerOf(work.worker);
  const workers = [workerName({ ...live, partition })];
  const { cursorsOf: staleCursors } = internal.staleReads;
  const [upTo = null] = await ctx.runQuery(staleCursors, { workers }, { useStaleSnapshot: true });
  return await foldUpTo(ctx, work, { live, upTo, isFinal: false });
}

type Bound = {
  live: Generation;
  /** The live worker's cursor; commands have none, they are at the end of the log. */
  upTo: string | null;
  /** Whether this is the transaction that serves the rows. */
  isFinal: boolean;
};

/** Applies a page of events that a live worker has applied; returns whether no event is left. */
async function foldUpTo(
  ctx: MutationCtx,
  work: Work,
  { live, upTo, isFinal }: Bound,
): Promise<boolean> {
  const isUnbound = live.delivery === "inline";
  // A worker before its first page has applied nothing.
  if (!isUnbound && upTo === null) return true;
  const { isAnyAside, kind, ...input } = await pageInput(ctx, work, { isFinal });
  const scope = work.generation.scope ?? null;
  const { isShadow, policy } = work.generation;
  const onFailure = isShadow !== true ? "fail" : policy === "skip" && !isUnbound ? "skip" : "note";
  const bound = { scope, upTo: isUnbound ? null : upTo, onFailure } as const;
  const page = await runAppMutation(ctx, "foldScope", { ...input, ...bound });
  await noteUnfolded(ctx, work.generation, page.unfolded ?? []);
  const fields = movedOn(work.cursor ?? atBeginning, { ...page, aside: 0 });
  await moveCursor(ctx, work.worker, { found: work.cursor, fields });
  return page.isDone;
}

/**
 * Serves the built rows of a tenant, or of one key, in place of those served now, in one transaction in which both show the same.
 * It reads the live cursors without `useStaleSnapshot`, so it conflicts with the live workers. Returns whether it is over.
 */
async function serveBuiltScope(
  ctx: MutationCtx,
  built: Generation,
  live: Generation,
): Promise<boolean> {
  const { consumer, generation, scope } = built;
  if (scope === undefined) return false;
  await assertNothingAside(ctx, live, scope);
  for (const worker of workersOf(built)) {
    if (!(await catchUp(ctx, { worker, built, live }))) return false;
  }
  const { before } = await runAppMutation(ctx, "serveScope", {
    consumer,
    generation: live.generation,
    version: live.version,
    delivery: live.delivery,
    scope,
    built: generation,
  });
  await endRebuild(ctx, built, { state: "done" });
  await recordHistory(ctx, { consumer, generation, what: "cutOver", reason: scopeLabel(scope) });
  if (scope.key !== undefined) await startDropping(ctx, built);
  else await keepTenantApart(ctx, built, before);
  return true;
}

async function catchUp(
  ctx: MutationCtx,
  { worker, built, live }: { worker: string; built: Generation; live: Generation },
): Promise<boolean> {
  const cursor = await cursorRowOf(ctx, worker);
  const { partition } = workerOf(worker);
  const followed = await cursorRowOf(ctx, workerName({ ...live, partition }));
  const bound = { live, upTo: followed?.cursor ?? null, isFinal: true };
  return await foldUpTo(ctx, { worker, generation: built, cursor }, bound);
}

async function keepTenantApart(ctx: MutationCtx, built: Generation, before: number): Promise<void> {
  const earlier = await generationOf(ctx, { ...built, generation: before });
  const wasApart = earlier?.state === "tenantLive";
  if (wasApart) await startDropping(ctx, earlier);
  const replaced = wasApart ? {} : { replaced: before };
  await ctx.db.patch("generations", built._id, { state: "tenantLive", ...replaced });
}

const scopeLabel = ({ tenant, key }: Scope) =>
  key === undefined ? `the rows of tenant "${tenant}"` : `the row "${key}" of tenant "${tenant}"`;

// This build would apply events that are aside, and they would be applied again when they are tried.
async function assertNothingAside(
  ctx: MutationCtx,
  { consumer, generation }: Generation,
  { tenant, key }: Scope,
): Promise<void> {
  const aside = await ctx.db
    .query("letterKeys")
    .withIndex("by_key", (q) => {
      const rows = q.eq("consumer", consumer).eq("generation", generation).eq("tenant", tenant);
      return key === undefined ? rows : rows.eq("key", key);
    })
    .first();
  if (aside === null) return;
  throw new Error(
    `Events of the row "${aside.key}" are aside: retry or discard them first, or rebuild the whole read model.`,
  );
}
