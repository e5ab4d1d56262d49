import { follow, type Trail } from "./follow.js";

/** An event of the faulty app's log, as it is stored. */
export type LoggedEvent = {
  eventId: string;
  type: string;
  position: bigint;
  ordinal: number;
  payload: { jarId: string; shelf: string; coins?: string[] };
};

/** Which rows an event concerns, by read model. */
const keysOf: Record<string, (payload: LoggedEvent["payload"]) => string[]> = {
  byJar: ({ jarId }) => [jarId],
  byShelf: ({ shelf }) => [shelf],
  byCoin: ({ coins = [] }) => [...new Set(coins)],
};

/** The rows of a read model after one serial fold over the whole log: what any run with any faults has to end with. */
export function expectedRows(
  log: readonly LoggedEvent[],
  table: string,
  version: number,
): Record<string, Trail> {
  const rows: Record<string, Trail> = {};
  const inOrder = log.toSorted((a, b) =>
    a.position === b.position ? a.ordinal - b.ordinal : a.position < b.position ? -1 : 1,
  );
  for (const { type, eventId, payload } of inOrder) {
    if (type === "LidClosed") continue;
    for (const key of keysOf[table]?.(payload) ?? []) {
      rows[key] = follow(rows[key] ?? { events: 0, trail: 0, version: 1 }, eventId, version);
    }
  }
  return rows;
}
