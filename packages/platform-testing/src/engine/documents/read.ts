import { CommitTsPlaceholder, compareValues, convexToJson, type Value } from "convex/values";
import { foreignCommitTs } from "./commitTs.js";
import { compareKeys, fieldValue, indexKey, type Document, type IndexKey } from "./document.js";

/** One side of an index range: the values of `field` it admits. */
export type Bound = {
  op: "eq" | "gt" | "gte" | "lt" | "lte";
  field: string;
  value: Value | undefined;
  /** `value` lies after the transaction's snapshot: commit timestamps to come may fall on either side of it. */
  ahead?: true;
};

/** An index range a transaction read, cut where it stopped reading: keys after `after` and up to `upTo`, in reading order. */
export type RangeRead = {
  kind: "range";
  component: string;
  table: string;
  index: string;
  fields: readonly string[];
  order: "asc" | "desc";
  bounds: readonly Bound[];
  after: IndexKey | null;
  upTo: IndexKey | null;
};

/** One element of a read set. `table` (searches, counts) stands for everything in the table. */
export type Read =
  | { kind: "document"; component: string; table: string; id: string }
  | { kind: "table"; component: string; table: string }
  | RangeRead;

/** The name of a table as reports write it: `app.orders`, `eventStore.events`. */
export function tableName(at: { component: string; table: string }): string {
  return `${at.component === "" ? "app" : at.component}.${at.table}`;
}

/** Says whether a version of a document lies in what was read; `null` (no version) never does. */
export function covers(read: Read, document: Document | null): boolean {
  if (document === null) return false;
  if (read.kind === "table") return true;
  if (read.kind === "document") return document._id === read.id;
  return read.bounds.every((bound) => admits(bound, document)) && insideCut(read, document);
}

function admits(bound: Bound, document: Document): boolean {
  const value = fieldValue(document, bound.field);
  if (bound.ahead && value === foreignCommitTs) return true;
  const order = compareValues(value, bound.value);
  switch (bound.op) {
    case "eq":
      return order === 0;
    case "gt":
      return order > 0;
    case "gte":
      return order >= 0;
    case "lt":
      return order < 0;
    case "lte":
      return order <= 0;
  }
}

function insideCut(read: RangeRead, document: Document): boolean {
  if (read.after === null && read.upTo === null) return true;
  const key = indexKey(document, read.fields);
  const direction = read.order === "desc" ? -1 : 1;
  if (read.after !== null && compareKeys(key, read.after) * direction <= 0) return false;
  return read.upTo === null || compareKeys(key, read.upTo) * direction <= 0;
}

const signByOp = { eq: "=", gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;

/** A read in words, for reports: `app.orders.by_customer [customer = "c1"] up to a row`. */
export function describeRead(read: Read): string {
  if (read.kind === "document") return `${tableName(read)} document ${read.id}`;
  if (read.kind === "table") return `${tableName(read)} (whole table)`;
  const bounds = read.bounds.map((b) => `${b.field} ${signByOp[b.op]} ${describeValue(b.value)}`);
  const cut = (read.after ? " after a row" : "") + (read.upTo ? " up to a row" : "");
  return `${tableName(read)}.${read.index} [${bounds.join(", ") || "everything"}]${cut}`;
}

function describeValue(value: Value | undefined): string {
  if (value === undefined) return "undefined";
  if (value instanceof CommitTsPlaceholder) return "commitTs";
  return typeof value === "bigint" ? `${value}n` : JSON.stringify(convexToJson(value));
}
