import type { RecordedEvent } from "@convex-es/platform-store";
import { cursorAt, hasReached } from "@convex-es/platform-store/log";
import type { KeyedEvent } from "../readModels/projectionKeys.js";
import type { MutationContext } from "../base/untypedTables.js";
import type { ReadModelApp } from "../asyncDelivery/ReadModelApp.js";
import type { HonouredCounts } from "../contract/decisions.js";
import { honouring, honouredUpTo } from "../consumers/honouring.js";
import type { Unverified } from "../contract/rebuilds.js";
import { messageOf } from "../base/infrastructureError.js";
import { rowName } from "../asyncDelivery/rowName.js";
import { readScope } from "./readScope.js";
import { RowSet } from "../asyncDelivery/RowSet.js";
import { askJoined, JoinedRows } from "../asyncDelivery/JoinedRows.js";
import type { FoldedPage, FoldInput } from "../contract/operations.js";

/** A page ends here: the whole tree of calls shares one second of user code. */
const millisecondsPerFold = 400;

/**
 * Applies a page of the events of some rows, or of all, up to a cursor and not one event further. What is to be served is shown
 * whole, or not at all; of what is to be compared, rows that cannot be folded are told.
 */
export async function foldScope(
  ctx: MutationContext,
  { readModels, query, core }: ReadModelApp,
  { upTo, ...input }: FoldInput,
): Promise<FoldedPage> {
  const consumer = readModels.find(input.consumer, input.version);
  const page = await readScope(ctx, consumer, {
    ...input,
    isStale: upTo !== null || !input.isFinal,
    isEach: input.onFailure === "note",
    honour: ({ owns }) => honouring(ctx, core, { ...input, source: consumer.source, owns }),
  });
  const within = page.events.filter(
    ({ event }) => upTo === null || hasReached(upTo, event.position),
  );
  const honoured = page.honoured.filter(
    ({ stored }) => upTo === null || hasReached(upTo, stored.position),
  );
  const rows = new RowSet(ctx.db, consumer.projection, () => input.generation);
  const events = within.map(({ event }) => event);
  rows.joined = await JoinedRows.load(consumer, events, askJoined(ctx, query));
  await rows.load(within);
  const failures = failuresOf(input.onFailure);
  for (const { stored, keys, problem } of page.broken) {
    const isWithin = upTo === null || hasReached(upTo, stored.position);
    if (isWithin && problem !== null) failures.add(stored, keys, problem);
  }
  const handled = applyInTime(rows, within, failures);
  await rows.store();
  const last = within[handled - 1];
  if (handled < within.length && last !== undefined) {
    const stores = consumer.source.stores.map(({ name }) => name);
    const cursor = cursorAt(last.event.position, stores);
    const upToLast = honouredUpTo(honoured, last.event);
    return { ...counted(handled, upToLast, { cursor, isDone: false }), unfolded: failures.rows() };
  }
  const isBeyond = upTo !== null && hasReached(page.cursor, upTo);
  const isDone = page.isDone || isBeyond || within.length < page.events.length;
  const cursor = isDone && upTo !== null ? upTo : page.cursor;
  const all = honouredUpTo(honoured, "all");
  return { ...counted(handled, all, { cursor, isDone }), unfolded: failures.rows() };
}

const counted = (
  handled: number,
  honoured: HonouredCounts,
  page: Pick<FoldedPage, "cursor" | "isDone">,
): FoldedPage => ({
  ...page,
  handled: handled + honoured.leftOut,
  ...(honoured.leftOut + honoured.edited > 0 && { honoured }),
});

/** Applies events in order until time is up, never parting those of one stored event; returns how many. */
function applyInTime(
  rows: RowSet,
  events: readonly KeyedEvent<RecordedEvent>[],
  failures: Failures,
): number {
  const end = performance.now() + millisecondsPerFold;
  let handled = 0;
  while (
    handled < events.length &&
    (handled === 0 || (performance.now() <= end && !failures.isFull()))
  ) {
    const first = events[handled];
    const next = events.findIndex(
      ({ event }, index) => index > handled && !isOneStored(event, first?.event),
    );
    const until = next === -1 ? events.length : next;
    applyOneStored(rows, events.slice(handled, until), failures);
    handled = until;
  }
  return handled;
}

function applyOneStored(
  rows: RowSet,
  events: readonly KeyedEvent<RecordedEvent>[],
  failures: Failures,
): void {
  try {
    rows.applyAll(events);
  } catch (error) {
    const [{ event } = { event: null }] = events;
    if (event !== null)
      failures.add(
        event,
        events.flatMap(({ keys }) => keys),
        error,
      );
  }
}

/** What becomes of events that handlers throw at. */
type Failures = {
  add: (event: RecordedEvent, keys: readonly string[], error: unknown) => void;
  rows: () => Unverified[];
  /** Whether as many rows are noted as one transaction may write beside the others. */
  isFull: () => boolean;
};

/** Rows noted in one transaction, and those of one more event. */
const mostNoted = 400;

function failuresOf(onFailure: FoldInput["onFailure"]): Failures {
  const noted = new Map<string, Unverified>();
  return {
    add: ({ tenant, type, streamType, streamId, version }, keys, error) => {
      if (onFailure === "fail") throw error;
      const reason = `${type} (${streamType} ${streamId}, version ${version}): ${messageOf(error)}`;
      for (const key of keys) {
        const name = rowName(tenant, key);
        if (onFailure === "note" && !noted.has(name)) noted.set(name, { tenant, key, reason });
      }
    },
    rows: () => [...noted.values()],
    isFull: () => noted.size > mostNoted,
  };
}

const isOneStored = (event: RecordedEvent, before: RecordedEvent | undefined) =>
  event.position.commitTs === before?.position.commitTs &&
  event.position.ordinal === before.position.ordinal &&
  event.position.store === before.position.store;
