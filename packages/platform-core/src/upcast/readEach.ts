import { readLogs, type EventStore, type RecordedEvent } from "@convex-es/platform-store";
import type { EventChains } from "../declarations/versions/eventChain.js";
import { readEvents } from "./readEvents.js";
import { noDecisions, storedTypesOf, type HonouredPage, type Honouring } from "./readLog.js";
import { readNeighbours } from "./readNeighbours.js";

/** A stored event and what it is read as today; `events` is `null` where it cannot be read, and `problem` what was thrown. */
export type EachRead = {
  stored: RecordedEvent;
  events: RecordedEvent[] | null;
  problem: unknown;
};

/** As `readLog`, each stored event by itself: one that cannot be read spoils no other. */
export async function readEach(
  ctx: Parameters<typeof readLogs>[0],
  { stores, chains }: { stores: readonly EventStore[]; chains: EventChains },
  { types, honour = noDecisions, ...args }: Parameters<typeof readLogs>[2] & { honour?: Honouring },
): Promise<Omit<HonouredPage, "events"> & { read: EachRead[] }> {
  const filter = types && { types: storedTypesOf(types, chains) };
  const found = await honour(await readLogs(ctx, stores, { ...args, ...filter }));
  const { events: page, cursor, isDone, honoured } = found;
  const beside = await readNeighbours(ctx, { stores, chains }, page);
  const neighbours = [...beside, ...page];
  const readOne = (stored: RecordedEvent): EachRead => {
    try {
      return { stored, events: readEvents([stored], chains, neighbours), problem: null };
    } catch (problem) {
      return { stored, events: null, problem };
    }
  };
  return { read: page.map(readOne), cursor, isDone, honoured };
}
