import { compareValues, type Value } from "convex/values";
import { activeGeneration } from "./activeGeneration.js";
import { applyEvents, type RecordedEvent } from "./applyEvents.js";
import type { AnyProjection } from "./defineProjection.js";
import { infrastructureError, step } from "./infrastructureError.js";
import { groupRows, type RowEvents } from "./projectionKeys.js";
import { readModelColumns } from "./projectionTable.js";
import type { AnyDocument, AnyRange, AnyWriter } from "./untypedTables.js";

/** Applies one command's events to the inline read models that handle them: each row is loaded once and written once. */
export async function writeInlineRows(
  db: AnyWriter,
  projections: readonly AnyProjection[],
  events: readonly RecordedEvent[],
): Promise<void> {
  for (const projection of projections) {
    const rows = groupRows(projection, events);
    if (rows.length === 0) continue;
    const generation = await activeGeneration(db, projection.name);
    for (const row of rows) {
      await writeRow(db, projection, { ...row, generation });
    }
  }
}

type Place = { tenant: string; generation: number; key: string };
type PlacedRow = RowEvents & { generation: number };

async function writeRow(
  db: AnyWriter,
  projection: AnyProjection,
  { tenant, generation, key, events }: PlacedRow,
): Promise<void> {
  const table = projection.name;
  const place = { tenant, generation, key };
  const stored = await storedRow(db, table, place);
  const before = stored === null ? null : rowOf(stored);
  const after = applyEvents(projection, before, events) as Record<string, Value> | null;
  assertNoPlatformColumn(table, after);
  await step("PROJECTION_FAILED", `Writing a row of ${table}`, async () => {
    if (stored === null) {
      if (after !== null) await db.insert(table, { ...after, ...place });
    } else if (after === null) {
      await db.delete(table, stored._id);
    } else if (compareValues(before as Value, after) !== 0) {
      await db.replace(table, stored._id, { ...after, ...place });
    }
  });
}

async function storedRow(
  db: AnyWriter,
  table: string,
  { tenant, generation, key }: Place,
): Promise<AnyDocument | null> {
  const found: unknown = await db
    .query(table)
    .withIndex("by_key", (q: AnyRange) =>
      q.eq("tenant", tenant).eq("generation", generation).eq("key", key),
    )
    .unique();
  return found as AnyDocument | null;
}

/** A document of a read model's table without what the platform and Convex add. */
export function rowOf(document: Record<string, unknown>): Record<string, unknown> {
  const { _id, _creationTime, tenant, generation, key, ...row } = document;
  return row;
}

function assertNoPlatformColumn(table: string, row: Record<string, unknown> | null): void {
  const column = readModelColumns.find((name) => row !== null && Object.hasOwn(row, name));
  if (column === undefined) return;
  throw infrastructureError(
    "PROJECTION_FAILED",
    `${table}: a handler set "${column}", a column of the platform; leave it out of the row.`,
  );
}
