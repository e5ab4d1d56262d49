import type { Doc } from "../component/_generated/dataModel.js";
import type { QueryCtx } from "../component/_generated/server.js";
import type { EventKey, StoredEvent } from "../contract/events.js";

/** An event as it leaves the component. */
export function storedEvent(row: Doc<"events">): StoredEvent {
  const { _id, _creationTime, eventId, position, ordinal, bucket, ...given } = row;
  return { id: eventId, position: { commitTs: position, ordinal }, ...given };
}

/** The row of an event by its given or derived id; reads at most one document. */
export function findEvent(ctx: QueryCtx, { tenant, id }: EventKey): Promise<Doc<"events"> | null> {
  return ctx.db
    .query("events")
    .withIndex("by_event_id", (q) => q.eq("tenant", tenant).eq("eventId", id))
    .first();
}

/** One event by its id, `null` when the tenant has none with it. */
export async function readEvent(ctx: QueryCtx, key: EventKey): Promise<StoredEvent | null> {
  const row = await findEvent(ctx, key);
  return row === null ? null : storedEvent(row);
}
