import type { Footprint, TableCounts } from "@convex-es/platform-testing/engine";
import { isConsumer } from "../ledger/countsOf.ts";

/** What a command cost by itself: without seeing to it that who feeds the async read models is awake, which `npm run cost` shows. */
export function withoutWake({ counts, byTable }: Footprint): Footprint["counts"] {
  const waking = Object.entries(byTable).filter(([table]) => isConsumer(table));
  const rest = (count: keyof TableCounts) =>
    counts[count] - waking.reduce((sum, [, of]) => sum + of[count], 0);
  return {
    ...counts,
    calls: counts.calls - Number(waking.some(([table]) => table.startsWith("platformCore"))),
    indexRanges: rest("indexRanges"),
    docsRead: rest("docsRead"),
    docsWritten: rest("docsWritten"),
    bytesWritten: rest("bytesWritten"),
    scheduled: 0,
  };
}
