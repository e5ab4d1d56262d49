import type { FunctionArgs, FunctionReturnType } from "convex/server";
import type { ComponentApi } from "../component/_generated/component.js";
import type { PageBudget } from "../contract/pageBudget.js";
import { encodeCursor } from "./logCursor.js";
import type { Stale } from "./readerOf.js";
import { placedAll, type RecordedEvent } from "./placed.js";
import { beginning, startPlaces, type After } from "./startPlaces.js";

type StoredFilter = Omit<FunctionArgs<ComponentApi["lib"]["readLog"]>, keyof PageArgs>;
/** What narrows the log: an event passes when it has one of each list, and all of the tags. */
export type LogFilter = {
  readonly [Name in keyof StoredFilter]?: Readonly<NonNullable<StoredFilter[Name]>> | undefined;
};

/** Which page of a log: after a cursor or the position of an event, of so many events, reading no more than a budget. */
export type PageArgs = Stale & {
  after?: After | undefined;
  limit: number;
  budget?: Partial<PageBudget> | undefined;
};

/** A page of the log; hand its cursor to the next read, which goes on there without loss or repeat. */
export type LogPage = { events: RecordedEvent[]; cursor: string; isDone: boolean };

/** The arguments of the component for a page of the store `name`. */
export function pageArguments<T extends PageArgs>({ after, budget, ...args }: T, name: string) {
  const [start] = after === undefined ? [] : startPlaces(after, [name]);
  const { useStaleSnapshot, ...page } = args;
  return { ...page, ...(start && { after: start.place }), ...(budget && { budget }) };
}

type RawPage = FunctionReturnType<ComponentApi["lib"]["readLog"]>;

/** A page as the component returned it, for the app. */
export function logPageOf({ events, end, isDone }: RawPage, store: string): LogPage {
  const cursor = encodeCursor([{ store, place: end ?? beginning }]);
  return { events: placedAll(events, store), cursor, isDone };
}
