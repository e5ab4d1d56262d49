import { trusted } from "../../boundary.js";
import { tableName, type Read } from "../documents/read.js";
import type { Recording } from "./recording.js";
import { isSystemTable, type Write } from "../documents/write.js";

/** What one table cost a transaction. */
export type TableCounts = {
  indexRanges: number;
  docsRead: number;
  docsWritten: number;
  bytesWritten: number;
};

/** What a transaction read and wrote, and what it cost; system tables appear in the sets, not in the counts. */
export type Footprint = {
  reads: Read[];
  writes: Write[];
  counts: TableCounts & {
    /** `ctx.runQuery` / `ctx.runMutation` calls made by the top-level function itself. */
    calls: number;
    /** Such calls at any depth. */
    nestedCalls: number;
    /** Functions scheduled. */
    scheduled: number;
  };
  /** Keyed `component.table`; the app's own component is called `app`. */
  byTable: Record<string, TableCounts>;
};

const zero = (): TableCounts => ({ indexRanges: 0, docsRead: 0, docsWritten: 0, bytesWritten: 0 });

/** Turns the recording of an outermost function into its footprint. */
export function toFootprint(recording: Recording): Footprint {
  const byTable = countTables(recording);
  const total = zero();
  for (const counts of Object.values(byTable)) {
    for (const key of trusted<(keyof TableCounts)[]>(Object.keys(total))) total[key] += counts[key];
  }
  const scheduled = recording.writes.filter((write) => write.op === "schedule").length;
  const { calls, nestedCalls } = recording;
  return {
    reads: recording.reads,
    writes: recording.writes,
    counts: { calls, nestedCalls, ...total, scheduled },
    byTable,
  };
}

function countTables(recording: Recording): Record<string, TableCounts> {
  const byTable: Record<string, TableCounts> = {};
  for (const [table, cost] of recording.costs) byTable[table] = { ...zero(), ...cost };
  for (const write of recording.writes) {
    if (isSystemTable(write.table)) continue;
    const counts = (byTable[tableName(write)] ??= zero());
    counts.docsWritten += 1;
    counts.bytesWritten += write.bytes;
  }
  return byTable;
}
