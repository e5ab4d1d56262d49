import type { LogPosition, PageBudget, Position } from "@convex-es/platform-base";
import type { FunctionArgs, FunctionReturnType } from "convex/server";
import type { ComponentApi } from "../component/_generated/component.js";
import type { StoredEvent } from "../contract/events.js";
import { beginning } from "../contract/logPlaces.js";
import { encodeCursor, startPlaces, type After } from "./logCursors.js";

/** In mutations only: reads what had been committed when the mutation began, and conflicts with no append. */
export type Stale = { useStaleSnapshot?: boolean | undefined };

type StoredFilter = Omit<FunctionArgs<ComponentApi["lib"]["readLog"]>, keyof PageArgs>;
/** What narrows the log: an event passes when it has one of each list, and all of the tags. */
export type LogFilter = {
  readonly [Name in keyof StoredFilter]?: Readonly<NonNullable<StoredFilter[Name]>> | undefined;
};

/** Which page of a log: after a cursor or the position of an event, at most `limit` events, within a budget of reads. */
export type PageArgs = Stale & {
  after?: After | undefined;
  limit: number;
  budget?: Partial<PageBudget> | undefined;
};

/** A page of the log; pass its cursor to the next read, which goes on there without loss or repeat. */
export type LogPage = { events: RecordedEvent[]; cursor: string; isDone: boolean };

/** The arguments of the component for a page of the store `name`. */
export function pageArguments<T extends PageArgs>(
  { after, budget, useStaleSnapshot: _, ...page }: T,
  name: string,
) {
  const [start] = after === undefined ? [] : startPlaces(after, [name]);
  return { ...page, ...(start && { after: start.place }), ...(budget && { budget }) };
}

type RawPage = FunctionReturnType<ComponentApi["lib"]["readLog"]>;

/** A page that the component returned, for the app. */
export function logPage({ events, end, isDone }: RawPage, store: string): LogPage {
  const cursor = encodeCursor([{ store, place: end ?? beginning }]);
  return { events: placedAll(events, store), cursor, isDone };
}

export type Placed<T> = Omit<T, "position"> & { position: Position };
/** A stored event; its position names the store. */
export type RecordedEvent = Placed<StoredEvent>;

/** Adds the name of the store to a position. */
export function placed<T extends { position: LogPosition }>(thing: T, store: string): Placed<T> {
  return { ...thing, position: { ...thing.position, store } };
}

/** As `placed`, for each of several. */
export const placedAll = <T extends { position: LogPosition }>(
  things: T[],
  store: string,
): Placed<T>[] => things.map((thing) => placed(thing, store));
