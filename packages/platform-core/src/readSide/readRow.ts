import { applyEvents } from "../applyEvents.js";
import type { AnyProjection } from "../defineProjection.js";
import { rowOf, storedRow } from "../projectionRow.js";
import type { Position } from "../outcome.js";
import { freshnessOf } from "./freshnessOf.js";
import { partsOfRow } from "./partsOfRow.js";
import type { SnapshotContext } from "./Progress.js";
import { readPending } from "./readPending.js";
import { servedOf, type Part, type ReadSide } from "./servedOf.js";

/** A row, and whether it shows what was asked for; all of one moment. */
export type RowAnswer<Row> = {
  row: Row | null;
  freshness: "fresh" | "stale";
  /** Whether events of this row are put aside because one of them failed: it waits for them, others go on. */
  parked: boolean;
};

type AnyRow = Record<string, unknown>;
type Wanted = { projection: AnyProjection; tenant: string; key: string };

/** The row as it is stored, and whether it shows what lies before a position. */
export async function readRow(
  ctx: SnapshotContext,
  side: ReadSide,
  { position, ...wanted }: Wanted & { position: Position | null },
): Promise<RowAnswer<AnyRow>> {
  const { row, parked } = await rowAsStored(ctx, side, wanted);
  if (position === null) return { row: withKey(row, wanted.key), freshness: "fresh", parked };
  const { projection, tenant } = wanted;
  const token = { tenant, position };
  const freshness = parked ? "stale" : await freshnessOf(ctx, side, { projection, token });
  return { row: withKey(row, wanted.key), freshness, parked };
}

/** The row as it will be once everything is applied that has been committed: folded onto the stored one by the same handlers. */
export async function readReactiveRow(
  ctx: SnapshotContext,
  side: ReadSide,
  wanted: Wanted,
): Promise<RowAnswer<AnyRow>> {
  const { row, parked, parts, isLost } = await rowAsStored(ctx, side, wanted);
  const folded: Folded = { row, parked, isWhole: !isLost };
  const own = parked ? [] : partsOfRow(parts, wanted, side.consumers.stores.contexts);
  for (const part of own) await foldPending(ctx, folded, { ...wanted, part });
  return {
    row: withKey(folded.row, wanted.key),
    freshness: folded.isWhole && !folded.parked ? "fresh" : "stale",
    parked: folded.parked,
  };
}

type Folded = { row: AnyRow | null; parked: boolean; isWhole: boolean };

/** Most stored events that one read looks through for those of its row. */
const mostEvents = 1_000;

async function foldPending(
  ctx: SnapshotContext,
  folded: Folded,
  { part, tenant, key }: Wanted & { part: Part },
): Promise<void> {
  const from = { tenant, after: part.cursor, limit: mostEvents };
  const { pending, isDone } = await readPending(ctx, part, from);
  // What cannot be read belongs to no row: the worker puts it aside alone.
  const own = pending
    .flatMap(({ events }) => events ?? [])
    .filter(({ keys }) => keys.includes(key));
  folded.isWhole &&= isDone;
  try {
    for (const { event } of own) {
      folded.row = applyEvents(part.consumer.projection, { key, row: folded.row }, [
        event,
      ]) as AnyRow | null;
    }
  } catch {
    // The worker will put this event aside, and the later ones of the row with it.
    folded.parked = true;
  }
}

async function rowAsStored(ctx: SnapshotContext, side: ReadSide, wanted: Wanted) {
  const { projection, tenant, key } = wanted;
  const { generation, kept, parts, isLost } = await servedOf(ctx, side, wanted);
  const document = await storedRow(ctx.db, projection.name, { tenant, generation, key });
  const waiting = { tenant, generation: kept, key };
  const parked = parts.length > 0 && (await side.progress.isAside(ctx, projection.name, waiting));
  return { row: document && rowOf(document), parts, parked, isLost };
}

const withKey = (row: AnyRow | null, key: string) => row && { ...row, key };
