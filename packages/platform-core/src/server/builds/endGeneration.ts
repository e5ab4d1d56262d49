import type { MutationCtx } from "../../component/_generated/server.js";
import { caught, runAppMutation } from "../base/app.js";
import { pingWorker, workerName, workersOf } from "../base/workers.js";
import { deleteWorkerRows } from "../tables/cursors.js";
import { halt, type Generation } from "../tables/generations.js";
import { recordHistory } from "../tables/history.js";
import { deleteDecisions } from "../tables/decisions.js";
import { deleteLetters } from "../tables/letters.js";
import { deleteUnfolded } from "../tables/unfolded.js";
import { endRebuild, type Ending } from "../tables/rebuilds.js";

/** Gives up the build of a generation: its rows are deleted in batches. */
export async function abandonGeneration(
  ctx: MutationCtx,
  row: Generation,
  ending: Ending,
): Promise<void> {
  await endRebuild(ctx, row, ending);
  const { consumer, generation } = row;
  const { state, by, reason = state } = ending;
  if (state !== "done") {
    const entry = { consumer, generation, what: "abandoned" as const, reason };
    await recordHistory(ctx, { ...entry, ...(by && { by }) });
  }
  await ctx.db.patch("generations", row._id, { isGivenUp: true });
  await startDropping(ctx, row);
}

/** Starts to delete the rows of a generation that is not served any more, whatever has stopped its workers. */
export async function startDropping(ctx: MutationCtx, row: Generation): Promise<void> {
  await ctx.db.patch("generations", row._id, {
    state: "dropping",
    status: { kind: "running" },
    startedAt: Date.now(),
  });
  await pingWorker(ctx, workerName({ ...row, partition: 0 }));
}

/**
 * Deletes a batch of rows that are not served any more: all of a dropped generation, and then what the component knows of it; or
 * the rows of a tenant that another generation served before.
 */
export async function dropRowsOf(ctx: MutationCtx, row: Generation): Promise<void> {
  const { consumer, replaced, scope } = row;
  const onlyTenant = scope?.tenant ?? null;
  const input = {
    consumer,
    generation: row.state === "tenantLive" && replaced !== undefined ? replaced : row.generation,
    tenant: onlyTenant ?? row.deletingTenant ?? null,
    isOne: onlyTenant !== null,
  };
  // Fails when the code has lost the table.
  const dropped = await caught(runAppMutation(ctx, "dropRows", input));
  if ("error" in dropped) return await halt(ctx, row, dropped.error.message);
  const { tenant } = dropped;
  if (tenant !== null) {
    if (tenant === row.deletingTenant) return;
    return await ctx.db.patch("generations", row._id, { deletingTenant: tenant });
  }
  if (row.state === "tenantLive") {
    const change = { replaced: undefined, deletingTenant: undefined };
    return await ctx.db.patch("generations", row._id, change);
  }
  if (!(await deleteLetters(ctx, row, workersOf(row)))) return;
  if (row.isShadow === true && !(await deleteUnfolded(ctx, row))) return;
  if (row.isGivenUp === true && !(await deleteDecisions(ctx, row))) return;
  for (const worker of workersOf(row)) await deleteWorkerRows(ctx, worker);
  await ctx.db.delete("generations", row._id);
}
