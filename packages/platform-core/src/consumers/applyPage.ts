import type { RecordedEvent } from "@convex-es/platform-store";
import { cursorAt } from "@convex-es/platform-store/log";
import { readLog } from "../upcast/readLog.js";
import type { MutationContext } from "../untypedTables.js";
import type { Consumer, Consumers } from "./Consumers.js";
import { RowSet, type KeyedEvent } from "./RowSet.js";
import { subscribes } from "./subscribes.js";

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
  const { after, limit } = input;
  const from = after === null ? {} : { after };
  const { projection, source } = consumer;
  const page = await readLog(ctx, source, {
    ...{ ...from, types: projection.handles, limit },
    useStaleSnapshot: true,
  });
  const rows = new RowSet(ctx.db, projection, input.generation);
  const events = page.events.filter((event) => subscribes(projection, event));
  const keyed = rows.keyed(events);
  await rows.load(keyed);
  const handled = applyInTime(rows, keyed, events);
  await rows.store();
  const last = events[handled - 1];
  if (handled === events.length || last === undefined) {
    return { cursor: page.cursor, handled, isDone: page.isDone };
  }
  return { cursor: cursorAt(last.position, storesOf(consumer)), handled, isDone: false };
}

const storesOf = ({ source }: Consumer) => source.stores.map(({ name }) => name);

/** Applies events until time is up, never parting those of one stored event; returns how many. */
function applyInTime(
  rows: RowSet,
  keyed: readonly KeyedEvent[],
  events: readonly RecordedEvent[],
): number {
  const end = performance.now() + millisecondsPerPage;
  for (const [index, one] of keyed.entries()) {
    const isLate = index > 0 && performance.now() > end;
    if (isLate && !isOneStored(events[index], events[index - 1])) return index;
    rows.apply(one);
  }
  return keyed.length;
}

const isOneStored = (event: RecordedEvent | undefined, before: RecordedEvent | undefined) =>
  event?.position.commitTs === before?.position.commitTs &&
  event?.position.ordinal === before?.position.ordinal &&
  event?.position.store === before?.position.store;
