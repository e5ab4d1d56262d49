import type { RecordedEvent } from "@convex-es/platform-store";
import { cursorAt } from "@convex-es/platform-store/log";
import { keyEvents, type KeyedEvent } from "../projectionKeys.js";
import { readLog } from "../upcast/readLog.js";
import type { MutationContext } from "../untypedTables.js";
import type { Consumer, Consumers } from "./Consumers.js";
import { openRows, type RowSet } from "./RowSet.js";
import { shareOf } from "./shareOf.js";

/** Which page a worker applies. */
export type PageInput = {
  projection: string;
  version: number;
  generation: number;
  partition: number;
  partitions: number;
  after: string | null;
  limit: number;
};

/** How far a page went, and whether nothing lay beyond it when its transaction began. */
export type AppliedPage = { cursor: string; handled: number; isDone: boolean };

/** A page ends here: the whole tree of calls shares one second of user code. */
const millisecondsPerPage = 400;

/**
 * Applies the next page of a read model: reads what had been committed when the transaction began, conflicting with no append,
 * loads every row once, folds in memory, writes every changed row once.
 */
export async function applyPage(
  ctx: MutationContext,
  consumers: Consumers,
  input: PageInput,
): Promise<AppliedPage> {
  const consumer = consumers.find(input.projection, input.version);
  const { projection, source } = consumer;
  const { buckets, owns } = shareOf(consumer, input);
  const page = await readLog(ctx, source, {
    ...(input.after !== null && { after: input.after }),
    ...(buckets && { buckets }),
    ...projection.where,
    types: projection.handles,
    limit: input.limit,
    useStaleSnapshot: true,
  });
  const rows = await openRows(ctx.db, projection, input.generation);
  const own = keyEvents(projection, page.events).filter(owns);
  await rows.load(own);
  const handled = applyInTime(rows, own);
  await rows.store();
  const last = own[handled - 1];
  if (handled === own.length || last === undefined) {
    return { cursor: page.cursor, handled, isDone: page.isDone };
  }
  return { cursor: cursorAt(last.event.position, storesOf(consumer)), handled, isDone: false };
}

const storesOf = ({ source }: Consumer) => source.stores.map(({ name }) => name);

/** Applies events until time is up, never parting those of one stored event; returns how many. */
function applyInTime(rows: RowSet, events: readonly KeyedEvent<RecordedEvent>[]): number {
  const end = performance.now() + millisecondsPerPage;
  for (const [index, one] of events.entries()) {
    const isLate = index > 0 && performance.now() > end;
    if (isLate && !isOneStored(one.event, events[index - 1]?.event)) return index;
    rows.apply(one);
  }
  return events.length;
}

const isOneStored = (event: RecordedEvent, before: RecordedEvent | undefined) =>
  event.position.commitTs === before?.position.commitTs &&
  event.position.ordinal === before.position.ordinal &&
  event.position.store === before.position.store;
