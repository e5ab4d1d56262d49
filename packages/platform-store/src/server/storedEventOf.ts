import type { Doc } from "../component/_generated/dataModel.js";
import type { StoredEvent } from "../contract/shared.js";

/** An event as it leaves the component. */
export function storedEventOf(row: Doc<"events">): StoredEvent {
  const { _id, _creationTime, eventId, position, ordinal, bucket, ...given } = row;
  return { id: eventId, position: { commitTs: position, ordinal }, ...given };
}
