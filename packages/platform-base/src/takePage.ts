import { getDocumentSize, type Value } from "convex/values";

/** How much one page holds at most. */
export type PageBudget = { documents: number; bytes: number };

/**
 * Takes rows up to a budget, always at least one where there is one; `isDone` tells that no row is left.
 * Reads one document more than it takes.
 */
export async function takePage<Row extends Record<string, Value>>(
  rows: AsyncIterable<Row>,
  budget: PageBudget,
): Promise<{ taken: Row[]; isDone: boolean }> {
  const taken: Row[] = [];
  let bytes = 0;
  for await (const row of rows) {
    bytes += getDocumentSize(row);
    const isTooHeavy = bytes > budget.bytes && taken.length > 0;
    if (isTooHeavy || taken.length === budget.documents) return { taken, isDone: false };
    taken.push(row);
  }
  return { taken, isDone: true };
}
