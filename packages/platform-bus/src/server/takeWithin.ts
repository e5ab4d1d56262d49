import { getDocumentSize } from "convex/values";
import type { Doc } from "../component/_generated/dataModel.js";

/** How much of a result one call takes. */
export type Budget = { documents: number; bytes: number };

/** Takes rows up to a budget (one row may alone exceed its bytes) and says whether more follow; reads one more than it takes. */
export async function takeWithin<Row extends Doc<"commands"> | Doc<"misuses">>(
  rows: AsyncIterable<Row>,
  budget: Budget,
): Promise<{ taken: Row[]; more: boolean }> {
  const taken: Row[] = [];
  let bytes = 0;
  for await (const row of rows) {
    bytes += getDocumentSize(row);
    const isHeavy = bytes > budget.bytes && taken.length > 0;
    if (isHeavy || taken.length === budget.documents) return { taken, more: true };
    taken.push(row);
  }
  return { taken, more: false };
}
