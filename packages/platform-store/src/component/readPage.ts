import { getDocumentSize } from "convex/values";
import type { Doc } from "./_generated/dataModel.js";
import type { StoredEvent } from "./shared.js";

const maxPageLength = 1000;

/** The bytes of stored events that one call returns at most. */
export const maxPageBytes = 4 * 1024 * 1024;

export type Page = { events: StoredEvent[]; isDone: boolean };

/**
 * Takes up to `limit` events (never more than 1,000) and 4 MiB from `rows`, and says whether those were all;
 * always takes one where there is one. Reads one document more than it returns.
 */
export async function readPage(rows: AsyncIterable<Doc<"events">>, limit: number): Promise<Page> {
  const most = Math.min(limit, maxPageLength);
  const events: StoredEvent[] = [];
  let bytes = 0;
  for await (const row of rows) {
    bytes += getDocumentSize(row);
    if (events.length === most || (events.length > 0 && bytes > maxPageBytes)) {
      return { events, isDone: false };
    }
    events.push(storedEventOf(row));
  }
  return { events, isDone: true };
}

function storedEventOf(row: Doc<"events">): StoredEvent {
  const { _id, _creationTime, eventId, position, ordinal, bucket, ...given } = row;
  return { id: eventId, position: { commitTs: position, ordinal }, ...given };
}
