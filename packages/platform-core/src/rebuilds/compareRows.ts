import { trusted } from "../contract/boundary.js";
import type { GenericQueryCtx } from "convex/server";
import { servedGenerationOf, servedGeneration } from "../readModels/activeGeneration.js";
import { applyEvents } from "../readModels/applyEvents.js";
import type { KeyedEvent } from "../readModels/projectionKeys.js";
import { rowOf } from "../readModels/projectionRow.js";
import type { AnyDataModel, AnyDocument, AnyRange } from "../base/untypedTables.js";
import type { ReadModelApp } from "../asyncDelivery/ReadModelApp.js";
import type { ReadSide } from "../readSide/servedOf.js";
import { tenantAfter } from "../asyncDelivery/dropRows.js";
import { differencesOf, type ComparedRow } from "./rowDifferences.js";
import { readJoined } from "../asyncDelivery/readJoined.js";
import { JoinedRows } from "../asyncDelivery/JoinedRows.js";
import { honouring } from "../consumers/honouring.js";
import { messageOf } from "../base/infrastructureError.js";
import { readTail } from "./readTail.js";
import type { RowAt, Comparison } from "../contract/rebuilds.js";
import type { CompareInput } from "../contract/operations.js";

type Context = GenericQueryCtx<AnyDataModel>;

const rowsPerPage = 200;

/**
 * Compares a page of the rows that are served with the fold of their events: the shadow's rows and, applied to them in memory, the
 * events by which the live generation is ahead of it. `null` when those are too many to tell.
 */
export async function compareRows(
  ctx: Context,
  side: ReadSide & Pick<ReadModelApp, "core">,
  input: CompareInput,
): Promise<Comparison | null> {
  const { consumer: table, version, generation } = input;
  const readModel = side.readModels.find(table, version);
  const from = input.after ?? (await firstPlace(ctx, input));
  if (from === null) return { ...differencesOf("", new Map()), after: null };
  const { tenant } = from;
  const honour: Parameters<typeof readTail>[2]["honour"] = ({ owns }) =>
    honouring(ctx, side.core, { ...input, source: readModel.source, owns });
  const tail = await readTail(ctx, readModel, { ...input, tenant, honour });
  if (tail === null) return null;
  const served = servedGenerationOf(await servedGeneration(ctx.db, table), tenant);
  const live = await rowsAfter(ctx, input, { ...from, generation: served });
  const shadow = await rowsAfter(ctx, input, { ...from, generation });
  const { rows: excluded, upTo: looked } = input.notCompared;
  const last = lastOf([live, shadow], looked?.tenant === tenant ? looked.key : null);
  const isHere = (key: string) => key > from.key && (last === null || key <= last);
  const rows = new Map<string, { served: ComparedRow | null; folded: ComparedRow | null }>();
  const rowAt = (key: string) => {
    const row = rows.get(key) ?? { served: null, folded: null };
    rows.set(key, row);
    return row;
  };
  for (const row of live) if (isHere(keyOf(row))) rowAt(keyOf(row)).served = rowOf(row);
  for (const row of shadow) if (isHere(keyOf(row))) rowAt(keyOf(row)).folded = rowOf(row);
  const reasons = new Map<string, string>();
  for (const one of excluded) {
    if (one.tenant === tenant && isHere(one.key)) reasons.set(one.key, one.reason);
  }
  const broken = tail.broken.flatMap(({ keys, problem }) => keys.map((key) => ({ key, problem })));
  for (const { key, problem } of broken) if (isHere(key)) reasons.set(key, messageOf(problem));
  const events = tail.events.map(({ event }) => event);
  const joined = await JoinedRows.load(readModel, events, (asked) => readJoined(ctx, side, asked));
  for (const { event, key } of tail.events.flatMap(byKey).filter((one) => isHere(one.key))) {
    const row = rowAt(key);
    const keyed = { key, row: row.folded, joined };
    try {
      row.folded = trusted<ComparedRow | null>(applyEvents(readModel.projection, keyed, [event]));
    } catch (error) {
      // The live worker leaves such an event out, too.
      if (readModel.onFailure.policy !== "skip") reasons.set(key, messageOf(error));
    }
  }
  return {
    ...differencesOf(tenant, rows, reasons),
    after: await nextPlace(ctx, input, { tenant, last }),
  };
}

const byKey = ({ event, keys }: KeyedEvent) => keys.map((key) => ({ event, key }));
const keyOf = (row: AnyDocument) => String(row["key"]);

async function firstPlace(ctx: Context, input: CompareInput) {
  const tenant = input.scope?.tenant ?? (await nextTenant(ctx, input, null));
  return tenant === null ? null : { tenant, key: "" };
}

type End = { tenant: string; last: string | null };

/** The next tenant with rows, or with rows that should be there: a row whose first event is aside is in no list of rows. */
async function nextTenant(
  { db }: Context,
  { consumer: table, notCompared: { rows } }: CompareInput,
  after: string | null,
): Promise<string | null> {
  const own = await tenantAfter(db, table, after);
  const others = rows.map(({ tenant }) => tenant).filter((one) => after === null || one > after);
  return [...others, ...(own === null ? [] : [own])].sort()[0] ?? null;
}

async function nextPlace(
  ctx: Context,
  input: CompareInput,
  { tenant, last }: End,
): Promise<RowAt | null> {
  if (last !== null) return { tenant, key: last };
  const next = input.scope === null ? await nextTenant(ctx, input, tenant) : null;
  return next === null ? null : { tenant: next, key: "" };
}

async function rowsAfter(
  { db }: Context,
  { consumer: table, scope }: CompareInput,
  { tenant, generation, key }: RowAt & { generation: number },
): Promise<AnyDocument[]> {
  const rows = db.query(table).withIndex("by_key", (q: AnyRange) => {
    const own = q.eq("tenant", tenant).eq("generation", generation);
    return scope?.key === undefined ? own.gt("key", key) : own.eq("key", scope.key);
  });
  return trusted<AnyDocument[]>(await rows.take(rowsPerPage));
}

/** The key up to which all lists are whole, and rows that cannot be compared are known; `null` when they are so to their end. */
function lastOf(lists: readonly AnyDocument[][], looked: string | null): string | null {
  const cut = lists.filter((rows) => rows.length === rowsPerPage);
  const ends = cut.map((rows) => keyOf(trusted<AnyDocument>(rows[rowsPerPage - 1])));
  if (looked !== null) ends.push(looked);
  return ends.length === 0 ? null : ends.reduce((a, b) => (a < b ? a : b));
}
