import { trusted } from "../../boundary.js";
import type { JSONValue } from "convex/values";
import { decodeJson, decodeQueryValue, type IndexKey } from "../documents/document.js";
import type { Frame } from "./frame.js";
import type { Bound, Read } from "../documents/read.js";

type Order = "asc" | "desc" | null;

type Source =
  | { type: "FullTableScan"; tableName: string; order: Order }
  | {
      type: "IndexRange";
      indexName: string;
      range: { type: string; fieldPath: string; value: JSONValue }[];
      order: Order;
    }
  | { type: "Search"; indexName: string; filters: JSONValue[] };

/** A query as the `convex` package hands it to the backend. */
export type SerializedQuery = {
  source: Source;
  operators: ({ filter: JSONValue } | { limit: number })[];
};

/** The argument of the `1.0/queryPage` syscall. */
export type PageRequest = {
  query: SerializedQuery;
  cursor: string | null;
  endCursor?: string | null;
  pageSize: number;
  maximumRowsRead?: number | null;
  maximumBytesRead?: number | null;
};

/** What the syscall answers. */
export type Page = {
  page: JSONValue[];
  isDone: boolean;
  continueCursor: string;
  splitCursor: string | null;
  pageStatus: "SplitRecommended" | "SplitRequired" | null;
};

/** The cursor that stands for the end of a range. */
export const endOfRange = "_end_cursor";

/** The table and the index a query reads. */
export function sourceOf({ source }: SerializedQuery): { table: string; index: string } {
  if (source.type === "FullTableScan")
    return { table: source.tableName, index: "by_creation_time" };
  const [table = "", index = ""] = source.indexName.split(".");
  return { table, index };
}

/** The most documents a query delivers, or null. */
export function limitOf(query: SerializedQuery): number | null {
  for (const operator of query.operators) if ("limit" in operator) return operator.limit;
  return null;
}

/** The whole range a query may read, before it is cut at what was consumed. */
export function readOf(frame: Frame, query: SerializedQuery): Read {
  const { engine, component } = frame;
  const { source } = query;
  const { table, index } = sourceOf(query);
  const fields = engine.indexFields(component, table, index);
  if (source.type === "Search" || fields === null) return { kind: "table", component, table };
  const bounds =
    source.type === "IndexRange" ? source.range.map((range) => toBound(frame, range)) : [];
  const order = source.order ?? "asc";
  const uncut = { after: null, upTo: null };
  return { kind: "range", component, table, index, fields, order, bounds, ...uncut };
}

function toBound(
  frame: Frame,
  range: { type: string; fieldPath: string; value: JSONValue },
): Bound {
  const op = trusted<Bound["op"]>(range.type.toLowerCase());
  const value = decodeQueryValue(range.value);
  const ahead = typeof value === "bigint" && value > frame.snapshotTs;
  return { op, field: range.fieldPath, value, ...(ahead && { ahead }) };
}

/** The index key in a cursor; null at the beginning and at the end of a range. */
export function decodeCursor(cursor: string | null | undefined): IndexKey | null {
  if (!cursor || cursor === endOfRange) return null;
  const parts = trusted<(string | null)[]>(JSON.parse(cursor));
  return parts.map((part) => (part === null ? undefined : decodeJson(part)));
}
