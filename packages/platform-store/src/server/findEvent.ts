import type { Doc } from "../component/_generated/dataModel.js";
import type { QueryCtx } from "../component/_generated/server.js";
import type { StoredEvent } from "../contract/shared.js";
import { storedEventOf } from "./storedEventOf.js";

export type EventKey = { tenant: string; id: string };

/** The row of an event, given or derived id; reads one document at most. */
export function findEvent(ctx: QueryCtx, { tenant, id }: EventKey): Promise<Doc<"events"> | null> {
  return ctx.db
    .query("events")
    .withIndex("by_event_id", (q) => q.eq("tenant", tenant).eq("eventId", id))
    .first();
}

/** One event by its id, `null` where the tenant has none. */
export async function readEvent(ctx: QueryCtx, key: EventKey): Promise<StoredEvent | null> {
  const row = await findEvent(ctx, key);
  return row === null ? null : storedEventOf(row);
}
