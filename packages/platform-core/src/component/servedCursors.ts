import { v, type Infer } from "convex/values";
import type { QueryCtx } from "./_generated/server.js";
import { cursorOf } from "./cursors.js";
import { generationsOf } from "./generations.js";
import { vStatus } from "./shared.js";
import { workersOf } from "./workerName.js";

export const vServedCursors = v.object({
  generation: v.number(),
  version: v.number(),
  partitions: v.number(),
  status: vStatus,
  /** One per partition; `null` before its first page. */
  cursors: v.array(v.union(v.string(), v.null())),
});
export type ServedCursors = Infer<typeof vServedCursors>;

/** How far the generation that is served has come; `null` while the first one is being built. */
export async function servedCursors(
  ctx: QueryCtx,
  { projection }: { projection: string },
): Promise<ServedCursors | null> {
  const generations = await generationsOf(ctx, projection);
  const live = generations.find(({ state }) => state === "live");
  if (live === undefined) return null;
  const { generation, version, partitions, status } = live;
  const rows = await Promise.all(workersOf(live).map((worker) => cursorOf(ctx, worker)));
  const cursors = rows.map((row) => row?.cursor ?? null);
  return { generation, version, partitions, status, cursors };
}
