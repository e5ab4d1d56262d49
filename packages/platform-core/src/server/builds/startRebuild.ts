import { v, type ObjectType } from "convex/values";
import type { MutationCtx } from "../../component/_generated/server.js";
import { findApp, saveHandles } from "../base/app.js";
import { beginGeneration, type Recipe } from "./beginGeneration.js";
import { generationOf, generationsOf, liveOf } from "../tables/generations.js";
import { enterInline } from "./reconcile.js";
import { buildProgress, runningRebuild } from "../tables/rebuilds.js";
import { vRebuildKind, type Start } from "../../contract/rebuilds.js";
import { vDeclared, vHandles, vScope, type Declared, type Scope } from "../../contract/consumer.js";
import { abandonGeneration } from "./endGeneration.js";
import { noticeOtherCode, startWorkers, workersOf } from "../base/workers.js";

export const startRebuildArgs = {
  ...vHandles.fields,
  declared: vDeclared,
  /** The hash of all that the code declares. */
  hash: v.string(),
  kind: vRebuildKind,
  scope: v.optional(vScope),
  from: v.union(v.null(), v.string()),
  by: v.string(),
};

/** A build that has not moved for this long does not keep another one from starting. */
const stuckMs = 10 * 60_000;

/** Starts to rebuild or verify a read model, all of it or a part, unless that is being done already. */
export async function startRebuild(
  ctx: MutationCtx,
  { query, mutation, declared, hash, ...asked }: ObjectType<typeof startRebuildArgs>,
): Promise<Start> {
  const seen = (await findApp(ctx))?.declared;
  await saveHandles(ctx, { query, mutation });
  if (seen !== undefined && seen !== hash) await noticeOtherCode(ctx);
  await enterInline(ctx, declared);
  const running = await runningBuild(ctx, declared.consumer, asked.by);
  if (running !== null) return running;
  const recipe = await recipeOf(ctx, declared, asked);
  if ("reason" in recipe) return { status: "impossible", ...recipe };
  return { status: "started", generation: await beginGeneration(ctx, recipe, asked) };
}

/** The running build, or `null`; one that is stuck is given up. */
async function runningBuild(ctx: MutationCtx, consumer: string, by: string): Promise<Start | null> {
  const running = await runningRebuild(ctx, consumer);
  if (running === null) return null;
  const { generation, startedAt } = running;
  const row = await generationOf(ctx, running);
  const { movedAt } = row === null ? { movedAt: 0 } : await buildProgress(ctx, row);
  if (row !== null && Date.now() - Math.max(startedAt, movedAt) <= stuckMs) {
    return { status: "running", generation, by: running.by, startedAt };
  }
  const ending = { state: "superseded", by, reason: "it was stuck" } as const;
  if (row !== null) await abandonGeneration(ctx, row, ending);
  else await ctx.db.patch("rebuilds", running._id, { state: "superseded", endedAt: Date.now() });
  return null;
}

type AskedRebuild = { kind: "rebuild" | "verification"; scope?: Scope };

/** All of a read model is built as the code declares it; a part, or a copy to compare with, as the live generation was. */
async function recipeOf(
  ctx: MutationCtx,
  declared: Declared,
  { kind, scope }: AskedRebuild,
): Promise<Recipe | { reason: string }> {
  if (kind === "rebuild" && scope === undefined) return declared;
  const live = liveOf(await generationsOf(ctx, declared.consumer));
  if (live === undefined) return { reason: "nothing is served of it yet" };
  if (live.isInlineStopped) return { reason: "commands have stopped keeping what is served" };
  if (declared.versions.includes(live.version)) return live;
  return { reason: `the code has lost version ${live.version}, which is served` };
}

export const operateRebuildArgs = { consumer: v.string(), by: v.string() };
type RebuildOperation = ObjectType<typeof operateRebuildArgs>;

/** The running build of a consumer and its generation; `null` where there is nothing for an operator to end or force. */
async function operableBuild(ctx: MutationCtx, consumer: string) {
  const running = await runningRebuild(ctx, consumer);
  const row = running && (await generationOf(ctx, running));
  return row ? { running, row } : null;
}

/** Gives up the running build of a consumer; what is served stays as it is. Returns whether one ran. */
export async function cancelRebuild(
  ctx: MutationCtx,
  { consumer, by }: RebuildOperation,
): Promise<boolean> {
  const build = await operableBuild(ctx, consumer);
  if (build === null) return false;
  await abandonGeneration(ctx, build.row, { state: "cancelled", by });
  return true;
}

/** Allows the running build of a consumer to be served although events of it are aside. Returns whether one ran. */
export async function forceRebuild(
  ctx: MutationCtx,
  { consumer, by }: RebuildOperation,
): Promise<boolean> {
  const build = await operableBuild(ctx, consumer);
  if (build === null) return false;
  await ctx.db.patch("rebuilds", build.running._id, { forcedBy: by });
  await startWorkers(ctx, workersOf(build.row));
  return true;
}
