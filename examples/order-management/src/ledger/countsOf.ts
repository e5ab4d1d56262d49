import type { Footprint, TableCounts } from "@convex-es/platform-testing/engine";

/** What one command cost, as the ledger counts it. */
export type Counts = {
  /** Component calls made by the app's mutation, without those of a rate limit and of the wake-up. */
  calls: number;
  /** Index ranges read, without those of inline read models, `load`, a rate limit and the wake-up. */
  indexRanges: number;
  /** All index ranges read, without those of `load` and a rate limit. */
  allRanges: number;
  /** Documents delivered, and those that patch, replace and delete read; without the same. */
  docsRead: number;
  /** Documents written, without tag rows, rows of inline read models and those of a rate limit. */
  docsWritten: number;
  /** Rows of inline read models written. */
  inlineRows: number;
  /** Tag rows written. */
  tags: number;
  /** Size of what `docsWritten` counts. */
  bytesWritten: number;
  /** Functions scheduled. */
  scheduled: number;
  /** Documents that the command's `load` read. */
  loadReads: number;
  /** What a declared rate limit cost. */
  rateLimitCalls: number;
  rateLimitReads: number;
  rateLimitWrites: number;
  /** What it cost to see that who feeds the async read models is awake, or to wake it. */
  wakeCalls: number;
  wakeReads: number;
  wakeWrites: number;
};

/** Sorts a command's footprint into the ledger's columns. */
export function countsOf({ counts, byTable }: Footprint): Counts {
  const tables = Object.entries(byTable);
  const sum = (count: keyof TableCounts, isCounted: (table: string) => boolean) =>
    tables.reduce((total, [table, of]) => total + (isCounted(table) ? of[count] : 0), 0);
  const callsTo = (isCounted: (table: string) => boolean) =>
    tables.some(([table]) => isCounted(table)) ? 1 : 0;
  const rateLimitCalls = callsTo(isLimiter);
  const wakeCalls = callsTo((table) => table.startsWith("platformCore"));
  return {
    calls: counts.calls - rateLimitCalls - wakeCalls,
    indexRanges: sum("indexRanges", isPlatform),
    allRanges: sum("indexRanges", (table) => !isLoaded(table) && !isLimiter(table)),
    docsRead: sum("docsRead", isPlatform),
    docsWritten: sum("docsWritten", isDocument),
    inlineRows: sum("docsWritten", isApp),
    tags: sum("docsWritten", isTag),
    bytesWritten: sum("bytesWritten", isDocument),
    scheduled: counts.scheduled,
    loadReads: sum("docsRead", isLoaded),
    rateLimitCalls,
    rateLimitReads: sum("docsRead", isLimiter),
    rateLimitWrites: sum("docsWritten", isLimiter),
    wakeCalls,
    wakeReads: sum("docsRead", isConsumer),
    wakeWrites: sum("docsWritten", isConsumer),
  };
}

// A command touches the app's own tables through inline read models, and through `load` the customers.
const isApp = (table: string) => table.startsWith("app.") && !isConsumer(table);
const isLoaded = (table: string) => table === "app.customers";
const isLimiter = (table: string) => table.startsWith("rateLimiter.");
const isTag = (table: string) => table.endsWith(".eventTags");
/** Whether a table is read or written to see to it that consumers are awake. */
export const isConsumer = (table: string) =>
  table.startsWith("platformCore") || table === "app.platformState";
const isPlatform = (table: string) => !isApp(table) && !isLimiter(table) && !isConsumer(table);
const isDocument = (table: string) => isPlatform(table) && !isTag(table);
