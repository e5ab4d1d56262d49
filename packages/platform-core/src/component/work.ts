import type { MutationCtx } from "./_generated/server.js";
import { applyNextPage } from "./applyNextPage.js";
import { cursorOf } from "./cursors.js";
import { dropRows } from "./dropRows.js";
import { generationOf } from "./generations.js";
import { workerOf } from "./workerName.js";

/** One step of a worker, in one transaction. It must not throw: the loop would stand still until it is found dead. */
export async function work(ctx: MutationCtx, { worker }: { worker: string }): Promise<null> {
  const generation = await generationOf(ctx, workerOf(worker));
  if (generation === null || generation.status.kind !== "running") return null;
  if (generation.state === "dropping") await dropRows(ctx, generation);
  else await applyNextPage(ctx, { worker, generation, reader: await cursorOf(ctx, worker) });
  return null;
}
