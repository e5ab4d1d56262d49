import { readLogs, type EventStore } from "@convex-es/platform-store";

/** Stored events that are looked at in one go. */
const pageSize = 500;

/** What a page of the log is about: how many events it holds, of which stored types, and how far it goes. */
export type Scan = { scanned: number; types: readonly string[]; cursor: string };

/** Looks at the next page of several stores without reading a payload: the types are those under which events were stored. */
export async function scanLog(
  ctx: Parameters<typeof readLogs>[0],
  stores: readonly EventStore[],
  after: string | null,
): Promise<Scan> {
  const from = after === null ? {} : { after };
  const { events, cursor } = await readLogs(ctx, stores, { ...from, limit: pageSize });
  return { scanned: events.length, types: [...new Set(events.map(({ type }) => type))], cursor };
}
