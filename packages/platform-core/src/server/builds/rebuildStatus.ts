import type { Doc } from "../../component/_generated/dataModel.js";
import type { QueryCtx } from "../../component/_generated/server.js";
import { addHonoured } from "../../contract/decisions.js";
import { generationOf } from "../tables/generations.js";
import { buildProgress } from "../tables/rebuilds.js";
import type { RebuildStatus } from "../../contract/rebuilds.js";

const mostRebuilds = 50;

/** The builds of a consumer, or of all, newest first. */
export async function listRebuilds(
  ctx: QueryCtx,
  { consumer, limit = 20 }: { consumer?: string; limit?: number },
): Promise<RebuildStatus[]> {
  const rebuilds = ctx.db.query("rebuilds");
  const found =
    consumer === undefined
      ? rebuilds.order("desc")
      : rebuilds.withIndex("by_consumer", (q) => q.eq("consumer", consumer)).order("desc");
  const rows = await found.take(Math.min(Math.max(1, Math.floor(limit)), mostRebuilds));
  return await Promise.all(rows.map((row) => rebuildStatusOf(ctx, row)));
}

/** What is told of a build. */
export async function rebuildStatusOf(ctx: QueryCtx, row: Doc<"rebuilds">): Promise<RebuildStatus> {
  const {
    _id,
    _creationTime,
    counted,
    comparison,
    handled: atEnd,
    honoured: then,
    ...fields
  } = row;
  const isRunning = row.state === "running";
  const built = isRunning ? await generationOf(ctx, row) : null;
  const ended = { handled: atEnd ?? 0, honoured: addHonoured(then), movedAt: 0 };
  const { handled, honoured, movedAt } = built === null ? ended : await buildProgress(ctx, built);
  const total = counted?.isDone ? counted.events : null;
  const { after, ...found } = comparison ?? { after: null };
  return {
    ...fields,
    ...{ handled, honoured, total },
    waits: built?.waits === true,
    percent: row.state === "done" ? 100 : percentOf(handled, total),
    remainingMs: isRunning ? remainingOf({ handled, total, took: movedAt - row.startedAt }) : null,
    found: "rows" in found ? found : null,
  };
}

/** How much is done, in whole percent; everything of nothing. */
export function percentOf(handled: number, total: number | null): number {
  if (total === null) return 0;
  return total === 0 ? 100 : Math.min(100, Math.floor((100 * handled) / total));
}

type Pace = { handled: number; total: number | null; took: number };

/** How long the rest will take at the pace so far. */
export function remainingOf({ handled, total, took }: Pace): number | null {
  if (total === null || handled === 0) return null;
  return Math.round((Math.max(0, total - handled) * Math.max(0, took)) / handled);
}
