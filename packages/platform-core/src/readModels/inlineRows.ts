import {
  servedGenerationOf,
  keptByCommands,
  stopInlineUpkeep,
  servedGeneration,
  versionsOf,
} from "./activeGeneration.js";
import { applyEvents, type RecordedEvent } from "./applyEvents.js";
import { subscribes } from "./subscribes.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import { groupRows, type RowEvents } from "./projectionKeys.js";
import { rowOf, storedRow, storeRow } from "./projectionRow.js";
import type { AnyWriter } from "../base/untypedTables.js";

/** Whether commands may have to keep a read model: one of its versions in the code is inline. */
export const mayBeInline = (projection: AnyProjection): boolean =>
  versionsOf(projection).some(({ delivery }) => delivery === "inline");

/**
 * How inline read models are kept: `byCommands`, as the code declares; `byLog`, while consumers keep one of them; `stopped`, when
 * this command found that commands can no longer keep one.
 */
export type InlineUpkeep = "byCommands" | "byLog" | "stopped";

type Writing = {
  projections: readonly AnyProjection[];
  events: readonly RecordedEvent[];
  /** The read models with a row of what is served; `null`: unknown. */
  switched: readonly string[] | null;
};

/**
 * Applies one command's events to the inline read models that handle them, by the declaration of the version that is served: each
 * row is loaded once and written once. The read of what is served, or of `switched`, makes a command that races a cut-over run
 * again. Returns
 * how they are kept.
 */
export async function writeInlineRows(
  db: AnyWriter,
  { projections, events, switched }: Writing,
): Promise<InlineUpkeep> {
  let upkeep: InlineUpkeep = "byCommands";
  for (const projection of projections) {
    if (!isConcerned(projection, events)) continue;
    const isFirst = switched !== null && !switched.includes(projection.name);
    const served = isFirst ? null : await servedGeneration(db, projection.name);
    const declared = keptByCommands(projection, served);
    if (declared !== projection && upkeep === "byCommands") upkeep = "byLog";
    if (declared === null) {
      if (await stopInlineUpkeep(db, projection, served)) upkeep = "stopped";
      continue;
    }
    for (const row of groupRows(declared, events)) {
      await writeRow(db, declared, { ...row, generation: servedGenerationOf(served, row.tenant) });
    }
  }
  return upkeep;
}

const isConcerned = (projection: AnyProjection, events: readonly RecordedEvent[]) =>
  versionsOf(projection).some((version) => events.some((event) => subscribes(version, event)));

/** Applies the events of one row by a declaration: the row is loaded once and written once. */
export async function writeRow(
  db: AnyWriter,
  projection: AnyProjection,
  { tenant, generation, key, events }: RowEvents & { generation: number },
): Promise<void> {
  const place = { tenant, generation, key };
  const stored = await storedRow(db, projection.name, place);
  const after = applyEvents(projection, { key, row: stored && rowOf(stored) }, events);
  await storeRow(db, projection.name, { place, stored, after });
}
