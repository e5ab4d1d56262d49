import { v, type ObjectType } from "convex/values";
import type { MutationCtx } from "../../component/_generated/server.js";
import { abandon } from "./abandon.js";
import { saveHandles } from "../base/app.js";
import { beginGeneration, type Recipe } from "./beginGeneration.js";
import { generationOf, generationsOf, liveOf } from "../tables/generations.js";
import { enterInline } from "./reconcile.js";
import { progressOf, runningRebuild } from "../tables/rebuilds.js";
import { vRebuildKind, type Start } from "../../contract/rebuilds.js";
import { vDeclared, vHandles, vScope, type Declared, type Scope } from "../../contract/consumer.js";

export const startRebuildArgs = {
  ...vHandles.fields,
  declared: vDeclared,
  kind: vRebuildKind,
  scope: v.optional(vScope),
  from: v.union(v.null(), v.string()),
  by: v.string(),
};

/** A build that has not moved for so long does not keep another one from starting. */
const lockMs = 10 * 60_000;

/** Starts to rebuild or verify a read model, all of it or a part, unless that is being done already. */
export async function startRebuild(
  ctx: MutationCtx,
  { query, mutation, declared, ...asked }: ObjectType<typeof startRebuildArgs>,
): Promise<Start> {
  await saveHandles(ctx, { query, mutation });
  await enterInline(ctx, declared);
  const running = await lockOf(ctx, declared.consumer, asked.by);
  if (running !== null) return running;
  const recipe = await recipeOf(ctx, declared, asked);
  if ("reason" in recipe) return { status: "impossible", ...recipe };
  return { status: "started", generation: await beginGeneration(ctx, recipe, asked) };
}

/** The build that runs; one that stands still is given up. */
async function lockOf(ctx: MutationCtx, consumer: string, by: string): Promise<Start | null> {
  const running = await runningRebuild(ctx, consumer);
  if (running === null) return null;
  const { generation, startedAt } = running;
  const row = await generationOf(ctx, running);
  const { movedAt } = row === null ? { movedAt: 0 } : await progressOf(ctx, row);
  if (row !== null && Date.now() - Math.max(startedAt, movedAt) <= lockMs) {
    return { status: "running", generation, by: running.by, startedAt };
  }
  const ending = { state: "superseded", by, reason: "it did not move any more" } as const;
  if (row !== null) await abandon(ctx, row, ending);
  else await ctx.db.patch("rebuilds", running._id, { state: "superseded", endedAt: Date.now() });
  return null;
}

type Asked = { kind: "rebuild" | "verification"; scope?: Scope };

/** What is built: all of it as the code declares it; a part, or a copy to compare with, as what is served was. */
async function recipeOf(
  ctx: MutationCtx,
  declared: Declared,
  { kind, scope }: Asked,
): Promise<Recipe | { reason: string }> {
  if (kind === "rebuild" && scope === undefined) return declared;
  const live = liveOf(await generationsOf(ctx, declared.consumer));
  if (live === undefined) return { reason: "nothing is served of it yet" };
  if (live.lapsed) return { reason: "commands have stopped keeping what is served" };
  if (declared.versions.includes(live.version)) return live;
  return { reason: `the code has lost version ${live.version}, which is served` };
}
