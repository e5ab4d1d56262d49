import type { AnyProjection } from "../declarations/defineProjection.js";
import type { Position } from "../declarations/outcome.js";
import { rowOf, storedRow } from "../readModels/projectionRow.js";
import { freshnessOf } from "./freshnessOf.js";
import { keysNear } from "./keysNear.js";
import { partsOfRow } from "./partsOfRow.js";
import { PendingRows, type AnyRow } from "./PendingRows.js";
import type { SnapshotContext } from "./Progress.js";
import { readPending } from "./readPending.js";
import { servedOf, type Part, type ReadSide, type ServedRows } from "./servedOf.js";

/** A row, and whether it shows what was asked for; all of one moment. */
export type RowAnswer<Row> = {
  row: Row | null;
  freshness: "fresh" | "stale";
  /** Whether events of this row are put aside because one of them failed: it waits for them, others go on. */
  parked: boolean;
};

type AskedKey = { projection: AnyProjection; tenant: string; key: string };

/** The row as it is stored, and whether it shows what lies before a position. */
export async function readRow(
  ctx: SnapshotContext,
  side: ReadSide,
  { position, ...wanted }: AskedKey & { position: Position | null },
): Promise<RowAnswer<AnyRow>> {
  const { projection, tenant, key } = wanted;
  const served = await servedOf(ctx, side, wanted);
  const { row, isAside: parked } = await storedOf(ctx, { side, served, wanted });
  if (position === null) return { row: withKey(row, key), freshness: "fresh", parked };
  const freshness = await freshnessOf(ctx, side, { projection, tenant, position });
  return { row: withKey(row, key), freshness: parked ? "stale" : freshness, parked };
}

/** The row as it will be once everything is applied that has been committed: folded onto the stored one by the same handlers. */
export async function readReactiveRow(
  ctx: SnapshotContext,
  side: ReadSide,
  wanted: AskedKey,
): Promise<RowAnswer<AnyRow>> {
  const served = await servedOf(ctx, side, wanted);
  const stored = await storedOf(ctx, { side, served, wanted });
  const parts = partsOfRow(served.parts, wanted, side.readModels.stores.contexts);
  let folded: FoldedRow = { ...stored, isWhole: !served.isLost };
  for (const part of stored.isAside ? [] : parts) {
    folded = await foldPending(ctx, folded, { side, served, wanted, part });
  }
  const freshness = folded.isWhole && !folded.isAside ? "fresh" : "stale";
  return { row: withKey(folded.row, wanted.key), freshness, parked: folded.isAside };
}

type RowState = { row: AnyRow | null; isAside: boolean };
type FoldedRow = RowState & { isWhole: boolean };
type Reading = { side: ReadSide; served: ServedRows; wanted: AskedKey };

/** Most stored events that one read looks through for those of its row. */
const mostPendingEvents = 1_000;

async function foldPending(
  ctx: SnapshotContext,
  { row, isAside, isWhole }: FoldedRow,
  { part, ...reading }: Reading & { part: Part },
): Promise<FoldedRow> {
  const { tenant, key } = reading.wanted;
  const from = { tenant, after: part.cursor, limit: mostPendingEvents };
  const { pending, isDone } = await readPending(ctx, part, from);
  const near = keysNear(key, pending);
  const rows = new PendingRows(part.consumer.projection);
  rows.load(key, { row, isAside });
  for (const other of near) {
    if (other === key) continue;
    const wanted = { ...reading.wanted, key: other };
    rows.load(other, await storedOf(ctx, { ...reading, wanted }));
  }
  for (const routed of pending) if (routed.keys.some((one) => near.has(one))) rows.apply(routed);
  const isAnyUnknown = pending.some(({ keys }) => keys.length === 0);
  return { ...rows.get(key), isWhole: isWhole && isDone && !isAnyUnknown };
}

async function storedOf(
  ctx: SnapshotContext,
  { side, served, wanted: { projection, tenant, key } }: Reading,
): Promise<RowState> {
  const { generation, kept, parts } = served;
  const document = await storedRow(ctx.db, projection.name, { tenant, generation, key });
  const waiting = { tenant, generation: kept, key };
  const isAside = parts.length > 0 && (await side.progress.isAside(ctx, projection.name, waiting));
  return { row: document && rowOf(document), isAside };
}

const withKey = (row: AnyRow | null, key: string) => row && { ...row, key };
