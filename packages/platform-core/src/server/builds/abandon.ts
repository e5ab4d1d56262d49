import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { remember } from "../tables/history.js";
import { endRebuild, type Ending } from "../tables/rebuilds.js";
import { pingWorker } from "../base/wake.js";
import { workerName } from "../base/workerName.js";

/** Gives a generation up: nothing more is applied to it, and its rows are deleted in batches. */
export async function abandon(
  ctx: MutationCtx,
  row: Doc<"generations">,
  ending: Ending,
): Promise<void> {
  await endRebuild(ctx, row, ending);
  const { consumer, generation } = row;
  const { state, by, reason = state } = ending;
  if (state !== "done") {
    await remember(ctx, { consumer, generation, what: "abandoned", reason, ...(by && { by }) });
  }
  await drop(ctx, row);
}

/** Has the rows of a generation deleted that is not served any more. */
export async function drop(ctx: MutationCtx, row: Doc<"generations">): Promise<void> {
  // Whatever stopped its workers, nothing stops its removal.
  await ctx.db.patch("generations", row._id, { state: "dropping", status: { kind: "running" } });
  await pingWorker(ctx, workerName({ ...row, partition: 0 }));
}
