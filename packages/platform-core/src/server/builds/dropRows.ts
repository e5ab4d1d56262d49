import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { caught, runAppMutation } from "../base/app.js";
import { cursorOf } from "../tables/cursors.js";
import { dueOf } from "../tables/due.js";
import { forgetLetters } from "../letters/forgetLetters.js";
import { halt } from "../letters/letters.js";
import { workersOf } from "../base/workerName.js";

/**
 * Deletes a batch of rows that are not served any more: all of a generation, and at the end what is known of it; or those of a
 * tenant that is served apart.
 */
export async function dropRows(ctx: MutationCtx, row: Doc<"generations">): Promise<void> {
  const { consumer, sweeping, scope } = row;
  const isApart = row.state === "apart";
  if (isApart && sweeping === undefined) return;
  const generation = isApart && sweeping !== undefined ? sweeping : row.generation;
  const only = scope?.tenant ?? null;
  const input = {
    consumer,
    generation,
    tenant: only ?? row.dropping ?? null,
    isOne: only !== null,
  };
  // The code may have lost the very table.
  const dropped = await caught(runAppMutation(ctx, "dropRows", input));
  if ("error" in dropped) return await halt(ctx, row, dropped.error.message);
  const { tenant } = dropped;
  if (tenant !== null) {
    if (tenant !== row.dropping) await ctx.db.patch("generations", row._id, { dropping: tenant });
  } else if (isApart) {
    await ctx.db.patch("generations", row._id, { sweeping: undefined, dropping: undefined });
  } else if (await forgetLetters(ctx, row)) {
    for (const worker of workersOf(row)) await forget(ctx, worker);
    await ctx.db.delete("generations", row._id);
  }
}

async function forget(ctx: MutationCtx, worker: string): Promise<void> {
  const cursor = await cursorOf(ctx, worker);
  if (cursor !== null) await ctx.db.delete("cursors", cursor._id);
  const due = await dueOf(ctx, worker);
  if (due !== null) await ctx.db.delete("due", due._id);
}
