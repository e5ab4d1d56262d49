import type { MutationCtx } from "../../component/_generated/server.js";
import { endedWithoutAnswer, modeOf } from "../tables/claim.js";
import { claimPage } from "../pages/claimPage.js";
import { atBeginning } from "../tables/cursors.js";
import { cutOver } from "../builds/cutOver.js";
import { keepPage, tryPage } from "../pages/page.js";
import { pageFailed } from "../pages/pageFailed.js";
import { putNextAside } from "../pages/putNextAside.js";
import { suspend } from "../tables/suspend.js";
import type { Pace, Task } from "../pages/Task.js";

/** A worker that waits for the others of its generation looks again after so long. */
const patience: Pace = { debounceMs: 100 };

/**
 * Applies the next page of the log: rows and cursor are written in one transaction, so that every event is applied exactly once.
 * Events that fail are put aside, and later ones of their rows with them; everything else goes on.
 */
export async function applyNextPage(ctx: MutationCtx, task: Task): Promise<Pace> {
  const reader = task.reader ?? atBeginning;
  const since = Math.max(task.since, reader.movedAt, reader.triedAt ?? 0);
  const mode = modeOf({ now: Date.now(), since, claimedAt: reader.claim?.at });
  if (mode === "claim") return await claimPage(ctx, task);
  const times = mode === "claimed" ? (reader.claim?.times ?? 0) : 0;
  if (times > 1) return await putNextAside(ctx, task, { error: endedWithoutAnswer, times });
  const page = await tryPage(ctx, task);
  if ("error" in page) {
    if (page.error.code === "UNDECLARED_CONSUMER") return await suspend(ctx, task.generation);
    return await pageFailed(ctx, task, page.error);
  }
  await keepPage(ctx, task, page);
  if (task.generation.state !== "building" || !page.isDone) return null;
  return (await cutOver(ctx, task.generation)) ? null : patience;
}
