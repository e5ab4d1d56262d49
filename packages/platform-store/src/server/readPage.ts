import { getDocumentSize } from "convex/values";
import type { Doc } from "../component/_generated/dataModel.js";
import { pageBudget } from "../contract/pageBudget.js";
import type { StoredEvent } from "../contract/shared.js";
import { storedEventOf } from "./storedEventOf.js";

export type Page = { events: StoredEvent[]; isDone: boolean };

/**
 * Takes up to `limit` events (never more than 1,000) and 4 MiB from `rows`, and says whether those were all;
 * always takes one where there is one. Reads one document more than it returns.
 */
export async function readPage(rows: AsyncIterable<Doc<"events">>, limit: number): Promise<Page> {
  const most = Math.min(limit, pageBudget.documents);
  const events: StoredEvent[] = [];
  let bytes = 0;
  for await (const row of rows) {
    bytes += getDocumentSize(row);
    if (events.length === most || (events.length > 0 && bytes > pageBudget.bytes)) {
      return { events, isDone: false };
    }
    events.push(storedEventOf(row));
  }
  return { events, isDone: true };
}
