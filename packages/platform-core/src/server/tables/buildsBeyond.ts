import { hasReached } from "@convex-es/platform-store/log";
import { v, type Infer } from "convex/values";
import type { QueryCtx } from "../../component/_generated/server.js";
import { workersOf } from "../base/workers.js";
import { cursorsOf } from "./cursors.js";
import { generationsOf, type Generation } from "./generations.js";

export const vEventAt = v.object({
  consumer: v.string(),
  generation: v.number(),
  commitTs: v.int64(),
  ordinal: v.number(),
  store: v.string(),
});
/** Where an event lies in the logs of a consumer, and the generation in which it failed. */
export type EventAt = Infer<typeof vEventAt>;

/** The builds, other than the one an event failed in, that have read it already. */
export async function buildsBeyond(ctx: QueryCtx, event: EventAt): Promise<Generation[]> {
  const beyond: Generation[] = [];
  for (const row of await generationsOf(ctx, event.consumer)) {
    if (row.state !== "building" || row.generation === event.generation) continue;
    const cursors = await cursorsOf(ctx, workersOf(row));
    const { commitTs, ordinal, store } = event;
    if (cursors.some((cursor) => hasReached(cursor, { commitTs, ordinal, store }))) {
      beyond.push(row);
    }
  }
  return beyond;
}
