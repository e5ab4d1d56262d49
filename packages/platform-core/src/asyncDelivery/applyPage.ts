import { cursorAt, furthest, logEnds } from "@convex-es/platform-store/log";
import { readLogAndStored } from "../upcast/readLog.js";
import type { MutationContext } from "../base/untypedTables.js";
import { applyRouted } from "./applyRouted.js";
import { AsideRows } from "./AsideRows.js";
import { routedEventsOf, type RoutedEvent } from "../consumers/RoutedEvent.js";
import { dependentsOf } from "../readModels/readModelConsumers.js";
import type { Subscription } from "../consumers/Subscription.js";
import type { ReadModelApp } from "./ReadModelApp.js";
import { logArguments } from "../consumers/logArguments.js";
import { honouring, honouredUpTo } from "../consumers/honouring.js";
import { openRows } from "./RowSet.js";
import { shareOf, type Share } from "../consumers/shareOf.js";
import { askJoined, JoinedRows } from "./JoinedRows.js";
import type { PageInput, AppliedPage } from "../contract/operations.js";

/**
 * Applies the next page of a read model: reads what had been committed when the transaction began, conflicting with no append,
 * loads every row once, folds in memory, writes every changed row once. Events that fail, and later ones of their rows, are left
 * aside; what fails otherwise is thrown, and has been rolled back.
 */
export async function applyPage(
  ctx: MutationContext,
  { readModels, core, query }: ReadModelApp,
  input: PageInput,
): Promise<AppliedPage> {
  const consumer = readModels.find(input.consumer, input.version);
  const share = shareOf(consumer, input);
  const page = await readLogAndStored(ctx, consumer.source, {
    ...logArguments(consumer, share, input),
    ...(!input.isFinal && { useStaleSnapshot: true }),
    honour: honouring(ctx, core, { ...input, source: consumer.source, owns: share.owns }),
  });
  const all = routedEventsOf(consumer, page, share.owns);
  const routed = firstRows(all);
  const asideRows = new AsideRows(core, input);
  if (input.isAnyAside) await asideRows.find(ctx, routed);
  const rows = await openRows(ctx.db, consumer.projection, input.generation);
  const stored = routed.flatMap(({ events }) => events.map(({ event }) => event));
  rows.joined = await JoinedRows.load(consumer, stored, askJoined(ctx, query));
  const within = shownBy(rows.joined, routed);
  const ready = within.filter((one) => !asideRows.hasAny(one));
  await rows.load(ready.flatMap(({ events }) => events));
  const { last, ...applied } = applyRouted(within, { rows, asideRows });
  await rows.store();
  const dependents = dependentsOf(readModels, input.consumer);
  const isWhole = applied.handled === all.length;
  const honoured = honouredUpTo(page.honoured, isWhole ? "all" : (last?.stored ?? null));
  const result = {
    ...applied,
    handled: applied.handled + honoured.leftOut,
    ...(page.honoured.length > 0 && { honoured }),
    ...(dependents.length > 0 && { dependents }),
  };
  if (isWhole) {
    return {
      ...result,
      cursor: await endOf(ctx, consumer, { ...share, page }),
      isDone: page.isDone,
    };
  }
  const cursor = last === null ? input.after : cursorAt(last.stored.position, storesOf(consumer));
  const isHeld = applied.handled === within.length && within.length < routed.length;
  const waitsFor = isHeld ? rows.joined?.waitsFor : undefined;
  return { ...result, cursor, isDone: false, ...(waitsFor && { waitsFor }) };
}

type ReadPage = Pick<Share, "buckets"> & { page: { cursor: string; isDone: boolean } };

/** How far who has applied a page has come: a worker that reads its own streams only has nothing left to read in all the others. */
async function endOf(
  ctx: MutationContext,
  { source }: Subscription,
  { buckets, page: { cursor, isDone } }: ReadPage,
): Promise<string> {
  if (buckets === undefined || !isDone) return cursor;
  return furthest(cursor, await logEnds(ctx, source.stores, { useStaleSnapshot: true }));
}

/** The events up to the first that the rows of another read model do not show yet. */
function shownBy(
  joined: JoinedRows | null,
  routed: readonly RoutedEvent[],
): readonly RoutedEvent[] {
  const end = joined === null ? -1 : routed.findIndex(({ stored }) => !joined.show(stored));
  return end < 0 ? routed : routed.slice(0, end);
}

const storesOf = ({ source }: Subscription) => source.stores.map(({ name }) => name);

/** Rows that a page may concern: each is looked up once, or twice where events are aside. */
const mostRows = 1_200;

/** The first of some events, as many as concern no more rows than a page may; one at least. */
function firstRows(routed: readonly RoutedEvent[]): readonly RoutedEvent[] {
  let rows = 0;
  const end = routed.findIndex(({ keys }, index) => (rows += keys.length) > mostRows && index > 0);
  return end === -1 ? routed : routed.slice(0, end);
}
