import { compareValues } from "convex/values";
import {
  compareKeys,
  fieldValue,
  indexKey,
  type Document,
  type IndexKey,
} from "../documents/document.js";
import type { Bound, RangeRead } from "../documents/read.js";
import type { SortedIndex } from "./sortedIndex.js";

/** Documents a transaction has written and not committed, by id; `null` for those it deleted. */
export type Pending = ReadonlyMap<string, Document | null>;

/** The rows of a range in its order, the transaction's own writes merged in, as they are when the scan starts. */
export function* scan(index: SortedIndex, range: RangeRead, pending: Pending): Generator<Document> {
  const descending = range.order === "desc";
  const written = [...pending.values()].filter(
    (document): document is Document => document !== null && isWithin(range, document),
  );
  written.sort(index.compare);
  if (descending) written.reverse();
  const comesFirst = (a: Document, b: Document) => index.compare(a, b) < 0 !== descending;
  let own = written.shift();
  for (const row of storedRows(index, range)) {
    if (pending.has(row._id)) continue;
    for (; own && comesFirst(own, row); own = written.shift()) yield own;
    yield row;
  }
  for (; own; own = written.shift()) yield own;
}

function* storedRows(index: SortedIndex, range: RangeRead): Generator<Document> {
  const { after, bounds, order } = range;
  const from = index.countWhile((row) => place(bounds, row) < 0);
  const to = index.countWhile((row) => place(bounds, row) <= 0);
  if (order === "desc") {
    const end = after === null ? to : index.countWhile((row) => keyOrder(range, row, after) < 0);
    yield* index.between(from, Math.min(to, end), -1);
  } else {
    const start =
      after === null ? from : index.countWhile((row) => keyOrder(range, row, after) <= 0);
    yield* index.between(Math.max(from, start), to, 1);
  }
}

function isWithin(range: RangeRead, document: Document): boolean {
  if (place(range.bounds, document) !== 0) return false;
  if (range.after === null) return true;
  const order = keyOrder(range, document, range.after);
  return range.order === "desc" ? order < 0 : order > 0;
}

/** How a document's key compares with a given one, ascending. */
export const keyOrder = (range: RangeRead, document: Document, key: IndexKey): number =>
  compareKeys(indexKey(document, range.fields), key);

/** Negative before the range, zero in it, positive after it. */
function place(bounds: readonly Bound[], document: Document): number {
  for (const { op, field, value } of bounds) {
    const order = compareValues(fieldValue(document, field), value);
    if (op === "eq" && order !== 0) return order;
    if ((op === "gt" && order <= 0) || (op === "gte" && order < 0)) return -1;
    if ((op === "lt" && order >= 0) || (op === "lte" && order > 0)) return 1;
  }
  return 0;
}

/** Says whether bounds follow an index: equalities on its first fields, then at most one lower and one upper bound on the next. */
export function followsIndex({ bounds, fields }: RangeRead): boolean {
  const equal = bounds.findIndex(({ op }) => op !== "eq");
  const equalities = equal === -1 ? bounds.length : equal;
  const [first, second, ...more] = bounds.slice(equalities);
  if (bounds.slice(0, equalities).some(({ field }, i) => field !== fields[i])) return false;
  if (more.length > 0 || (first && first.field !== fields[equalities])) return false;
  return (
    !second ||
    (second.field === first?.field && isLower(first) !== isLower(second) && second.op !== "eq")
  );
}

const isLower = ({ op }: Bound): boolean => op === "gt" || op === "gte";
