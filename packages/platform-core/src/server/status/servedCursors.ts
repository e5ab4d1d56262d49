import type { QueryCtx } from "../../component/_generated/server.js";
import { cursorOf } from "../tables/cursors.js";
import { generationsOf, liveOf } from "../tables/generations.js";
import { workersOf } from "../base/workerName.js";
import type { ServedCursors } from "../../contract/status.js";

/** How far the generation that is served has come; `null` while the first one is being built. */
export async function servedCursors(
  ctx: QueryCtx,
  { consumer }: { consumer: string },
): Promise<ServedCursors | null> {
  const generations = await generationsOf(ctx, consumer);
  const live = liveOf(generations);
  if (live === undefined) return null;
  const { generation, version, partitions, delivery, status } = live;
  const rows = await Promise.all(workersOf(live).map((worker) => cursorOf(ctx, worker)));
  const cursors = rows.map((row) => row?.cursor ?? null);
  const aside = rows.reduce((sum, row) => sum + (row?.aside ?? 0), 0);
  const stale = status.kind === "removed";
  return { generation, version, partitions, delivery, status, stale, aside, cursors };
}
