import type { Footprint, TableCounts } from "@convex-es/platform-testing/engine";

/** What one command cost, as the ledger counts it. */
export type Counts = {
  /** Component calls made by the app's mutation. */
  calls: number;
  /** Index ranges read, without those of inline read models. */
  indexRanges: number;
  /** Documents delivered, and those that patch, replace and delete read; without those of inline read models. */
  docsRead: number;
  /** Documents written, without tag rows and rows of inline read models. */
  docsWritten: number;
  /** Rows of inline read models written. */
  inlineRows: number;
  /** Tag rows written. */
  tags: number;
  /** Size of what `docsWritten` counts. */
  bytesWritten: number;
  /** Functions scheduled. */
  scheduled: number;
};

/** Sorts a command's footprint into the ledger's columns. */
export function countsOf({ counts, byTable }: Footprint): Counts {
  const tables = Object.entries(byTable);
  const sum = (count: keyof TableCounts, isCounted: (table: string) => boolean) =>
    tables.reduce((total, [table, of]) => total + (isCounted(table) ? of[count] : 0), 0);
  const isDocument = (table: string) => !isInline(table) && !isTag(table);
  return {
    calls: counts.calls,
    indexRanges: sum("indexRanges", (table) => !isInline(table)),
    docsRead: sum("docsRead", (table) => !isInline(table)),
    docsWritten: sum("docsWritten", isDocument),
    inlineRows: sum("docsWritten", isInline),
    tags: sum("docsWritten", isTag),
    bytesWritten: sum("bytesWritten", isDocument),
    scheduled: counts.scheduled,
  };
}

// A command touches the app's own tables through its inline read models only.
const isInline = (table: string) => table.startsWith("app.");
const isTag = (table: string) => table === "eventStore.eventTags";
