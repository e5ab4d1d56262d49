import { activeGeneration } from "./activeGeneration.js";
import { applyEvents, type RecordedEvent } from "./applyEvents.js";
import type { AnyProjection } from "./defineProjection.js";
import { groupRows, type RowEvents } from "./projectionKeys.js";
import { rowOf, storedRow, storeRow } from "./projectionRow.js";
import type { AnyWriter } from "./untypedTables.js";

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

async function writeRow(
  db: AnyWriter,
  projection: AnyProjection,
  { tenant, generation, key, events }: RowEvents & { generation: number },
): Promise<void> {
  const place = { tenant, generation, key };
  const stored = await storedRow(db, projection.name, place);
  const after = applyEvents(projection, stored && rowOf(stored), events);
  await storeRow(db, projection.name, { place, stored, after });
}
