import type { GenericDatabaseWriter } from "convex/server";
import { compareValues, type Value } from "convex/values";
import { applyEvents, groupByKey, type RecordedEvent, type RowEvents } from "./applyEvents.js";
import type { AnyProjection } from "./defineProjection.js";
import { activeGeneration, type AnyDataModel, type AnyRange } from "./generation.js";
import { infrastructureError } from "./infrastructureError.js";

type Writer = GenericDatabaseWriter<AnyDataModel>;
type Scope = { tenant: string; generation: number };

/** Applies one command's events to the inline read models that handle them: each row is loaded once and written once. */
export async function writeInlineRows(
  db: Writer,
  projections: readonly AnyProjection[],
  events: readonly RecordedEvent[],
): Promise<void> {
  const tenant = events[0]?.tenant ?? "";
  for (const projection of projections) {
    const rows = groupByKey(projection, events);
    if (rows.length === 0) continue;
    const generation = await activeGeneration(db, projection.name);
    for (const row of rows) await writeRow(db, projection, { tenant, generation }, row);
  }
}

async function writeRow(
  db: Writer,
  projection: AnyProjection,
  scope: Scope,
  { key, events }: RowEvents,
): Promise<void> {
  const table = projection.name;
  const stored = await db
    .query(table)
    .withIndex("by_key", (q: AnyRange) =>
      q.eq("tenant", scope.tenant).eq("generation", scope.generation).eq("key", key),
    )
    .unique();
  const before = stored === null ? null : rowOf(stored);
  const after = applyEvents(projection, before, events) as Record<string, Value> | null;
  assertNoPlatformColumn(table, after);
  if (stored === null) {
    if (after !== null) await db.insert(table, { ...after, ...scope, key });
  } else if (after === null) {
    await db.delete(table, stored._id);
  } else if (compareValues(before as Value, after) !== 0) {
    await db.replace(table, stored._id, { ...after, ...scope, key });
  }
}

/** A document of a read model's table without what the platform and Convex add. */
export function rowOf(document: Record<string, unknown>): Record<string, unknown> {
  const { _id, _creationTime, tenant, generation, key, ...row } = document;
  return row;
}

function assertNoPlatformColumn(table: string, row: Record<string, unknown> | null): void {
  for (const column of ["tenant", "generation", "key"]) {
    if (row !== null && column in row) {
      throw infrastructureError(
        "PROJECTION_FAILED",
        `${table}: a handler set "${column}", a column of the platform; leave it out of the row.`,
      );
    }
  }
}
