import {
  readLogs,
  type EventStore,
  type LogPage,
  type RecordedEvent,
} from "@convex-es/platform-store";
import type { EventChains } from "../declarations/versions/eventChain.js";
import type { EventStep } from "../declarations/versions/eventSteps.js";
import { readEvents } from "./readEvents.js";
import { readNeighbours } from "./readNeighbours.js";

type ReadLogArgs = Parameters<typeof readLogs>[2];
/** A page of events as they are stored. */
export type StoredPage = { events: readonly RecordedEvent[]; cursor: string; isDone: boolean };
/** An event of which it was decided that it is left out, or read with another payload; `keys`: the rows that is about. */
export type HonouredEvent = { stored: RecordedEvent; keys: readonly string[]; isLeftOut: boolean };
/** A page without what is left out, with the payloads that operators wrote. */
export type HonouredPage = StoredPage & { honoured: readonly HonouredEvent[] };
/** Has a page honour what was decided about its events. */
export type Honouring = (page: StoredPage) => Promise<HonouredPage>;
/** Logs and how their events are read today. */
export type StoredLogs = { stores: readonly EventStore[]; chains: EventChains };

/**
 * As the store's `readLogs`, every event in its newest version. `types` are those of today: stored events that are read as one of
 * them are found under whatever type they were stored; other filters compare what was stored. `limit` counts stored events.
 */
export async function readLog(
  ctx: Parameters<typeof readLogs>[0],
  source: StoredLogs,
  args: ReadLogArgs,
): Promise<LogPage> {
  const { events, cursor, isDone } = await readLogAndStored(ctx, source, args);
  return { events, cursor, isDone };
}

/** As `readLog`, with the events as they are stored; `honour` leaves some out, or gives them other payloads, before they are read. */
export async function readLogAndStored(
  ctx: Parameters<typeof readLogs>[0],
  { stores, chains }: StoredLogs,
  { types, honour = noDecisions, ...args }: ReadLogArgs & { honour?: Honouring },
): Promise<LogPage & { stored: readonly RecordedEvent[]; honoured: HonouredPage["honoured"] }> {
  const storedTypes = types && { types: storedTypesOf(types, chains) };
  const page = await honour(await readLogs(ctx, stores, { ...args, ...storedTypes }));
  const neighbours = await readNeighbours(ctx, { stores, chains }, page.events);
  const read = readEvents(page.events, chains, neighbours);
  const events = types ? read.filter(({ type }) => types.includes(type)) : read;
  return { ...page, events, stored: page.events };
}

/** Every event as it is stored. */
export const noDecisions: Honouring = async (page) => ({ ...page, honoured: [] });

/** The types under which events may be stored that are read as one of `types`. */
export function storedTypesOf(types: readonly string[], chains: EventChains): string[] {
  const found = new Set(types);
  const leadsThere = (step: EventStep) =>
    typeof step === "object" &&
    step.kind === "split" &&
    Object.keys(step.into).some((type) => found.has(type));
  for (let size = -1; size < found.size;) {
    size = found.size;
    for (const { type, steps } of chains.values()) if (steps.some(leadsThere)) found.add(type);
  }
  return [...found];
}
