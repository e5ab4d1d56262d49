import type { Doc } from "../../component/_generated/dataModel.js";
import { internal } from "../../component/_generated/api.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { failureOf, findApp, forgetDeclared } from "../base/app.js";
import { restartDispatcher, restartWorker, startWorkers } from "../base/workers.js";
import { purgeClaims } from "../claims/claims.js";
import { startDropping } from "../builds/endGeneration.js";
import { startableWorkers } from "../tables/generations.js";
import { recordHistory } from "../tables/history.js";
import { livenessOf } from "./liveness.js";

/** Workers looked at in one transaction: a few more, since those of one generation are not parted. */
const mostWorkers = 64;

/**
 * Starts every loop that has something to do and does not run, whatever its row says: a restored backup has no scheduled runs, and
 * anybody may cancel them. Goes on in a further transaction until all generations have been looked at.
 */
export async function wakeAll(ctx: MutationCtx, { after }: { after?: number }): Promise<null> {
  if (after === undefined && (await purgeClaims(ctx))) {
    await ctx.scheduler.runAfter(0, internal.claims.purge, {});
  }
  const app = await findApp(ctx);
  if (app === null) return null;
  if (after === undefined) {
    if (app.isIncomplete === true) await forgetDeclared(ctx);
    await restartDispatcher(ctx);
  }
  const rows = await ctx.db
    .query("generations")
    .withIndex("by_creation_time", (q) => q.gt("_creationTime", after ?? 0))
    .take(mostWorkers);
  let seen = 0;
  for (const row of rows) {
    seen += Math.max(1, startableWorkers(row).length);
    await wakeOrRecord(ctx, row);
    if (seen >= mostWorkers) {
      await ctx.scheduler.runAfter(0, internal.safetyNet.wakeAll, { after: row._creationTime });
      return null;
    }
  }
  return null;
}

async function wakeGeneration(ctx: MutationCtx, row: Doc<"generations">): Promise<void> {
  // Rows that could not be deleted: their table may be back.
  if (row.state === "dropping" && row.status.kind === "halted") {
    return await startDropping(ctx, row);
  }
  for (const worker of startableWorkers(row)) {
    const { isDue, isLater, standsStill } = await livenessOf(ctx, worker);
    if (standsStill) await restartWorker(ctx, worker);
    else if (isDue || isLater) await startWorkers(ctx, [worker]);
  }
}

async function wakeOrRecord(ctx: MutationCtx, row: Doc<"generations">): Promise<void> {
  try {
    await wakeGeneration(ctx, row);
  } catch (error) {
    const { consumer, generation } = row;
    const reason = failureOf(error).message;
    await recordHistory(ctx, { consumer, generation, what: "wakeFailed", reason });
  }
}
