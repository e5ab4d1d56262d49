import { openCursor, sealCursor, sha256Hex } from "@convex-es/platform-base";
import type { IndexRange, PaginationOptions, PaginationResult } from "convex/server";
import { ConvexError, convexToJson, type Value } from "convex/values";
import { infrastructureError } from "../base/infrastructureError.js";
import type { AnyRange } from "../base/untypedTables.js";
import { trusted } from "../contract/boundary.js";

/** A query of pages, as far as its cursors belong to it. */
export type PagedQuery = {
  table: string;
  tenant: string;
  index: string;
  range?: ((range: never) => IndexRange) | undefined;
  order?: "asc" | "desc" | undefined;
};

/** What a cursor holds: whose it is, Convex's own cursor, and the last key shown, with which another generation can go on. */
type Place = {
  query: string;
  generation: number;
  /** The key that its generation was read after, where that is not the one in which the reading began. */
  from: string | null;
  inner: string;
  /** The last key shown; `null` where only its own generation can go on. */
  last: { key: string | null } | null;
};

/** How to read the next page: Convex's cursors in it, and what narrows the query. */
export type PageStart = {
  options: PaginationOptions;
  range: PagedQuery["range"];
  place: Pick<Place, "query" | "generation" | "from" | "last">;
};

/**
 * Where a page of the generation being served begins. A cursor of the same query taken before a cut-over goes on behind the last key
 * shown. Throws CURSOR_INVALID, CURSOR_FOREIGN for a cursor of another query, and CURSOR_STALE for what only the generation before
 * the cut-over could go on with.
 */
export function pageStart(
  paged: PagedQuery,
  options: PaginationOptions,
  generation: number,
): PageStart {
  const query = fingerprintOf(paged);
  const { table } = paged;
  const open = (cursor: string): Place => {
    const place = placeIn(cursor);
    if (place === null) {
      throw invalid(
        "CURSOR_INVALID",
        `a cursor for pages of ${table} is damaged; pass it unchanged`,
      );
    }
    if (place.query === query) return place;
    const problem = `a cursor for pages of ${table} is of another query, range, order or tenant; pass one that a page of this query returned`;
    throw invalid("CURSOR_FOREIGN", problem);
  };
  const { cursor, endCursor, ...rest } = options;
  const end = endCursor ? open(endCursor) : null;
  const place = cursor === null ? null : open(cursor);
  if (end !== null && end.generation !== generation) throw stale(table);
  const endOption = end === null ? {} : { endCursor: end.inner };
  if (place === null || place.generation === generation) {
    const { from, last } = place ?? { from: null, last: isByKey(paged) ? { key: null } : null };
    return {
      options: { ...rest, ...endOption, cursor: place?.inner ?? null },
      range: rangeAfter(paged, from),
      place: { query, generation, from, last: isByKey(paged) ? last : null },
    };
  }
  if (place.last === null || end !== null) throw stale(table);
  const { key } = place.last;
  return {
    options: { ...rest, cursor: null },
    range: rangeAfter(paged, key),
    place: { query, generation, from: key, last: { key } },
  };
}

/** A page with cursors that mean keys; `shown`: those of its rows that the reader sees. */
export function sealPage<Row>(
  { place }: PageStart,
  result: PaginationResult<unknown>,
  shown: readonly (Row & { key: string })[],
): PaginationResult<Row> {
  const lastKey = shown.at(-1)?.key;
  const last = place.last && { key: lastKey ?? place.last.key };
  const seal = (inner: string, change: Partial<Place> = {}) =>
    sealCursor([JSON.stringify({ ...place, inner, last, ...change })]);
  const { splitCursor } = result;
  return {
    ...result,
    page: [...shown],
    continueCursor: seal(result.continueCursor),
    // In the middle of a page: which key that is, only Convex knows.
    ...(splitCursor && { splitCursor: seal(splitCursor, { last: null }) }),
  };
}

function placeIn(cursor: string): Place | null {
  const [text = ""] = openCursor(cursor) ?? [];
  return text === "" ? null : trusted<Place>(JSON.parse(text));
}

/** Rows by key are in the same order in every generation; of those that any other index finds alike, the order is not known. */
const isByKey = ({ index, range }: PagedQuery) => index === "by_key" && range === undefined;

function rangeAfter({ range, order }: PagedQuery, key: string | null): PagedQuery["range"] {
  if (key === null) return range;
  return trusted((q: AnyRange) => (order === "desc" ? q.lt("key", key) : q.gt("key", key)));
}

function fingerprintOf({ table, tenant, index, range, order = "asc" }: PagedQuery): string {
  const bounds: unknown[] = [];
  const recorder: object = new Proxy(
    {},
    {
      get: (_target, bound) => (field: string, value: Value | undefined) => {
        bounds.push([bound, field, value === undefined ? null : [convexToJson(value)]]);
        return recorder;
      },
    },
  );
  range?.(trusted<never>(recorder));
  return sha256Hex(JSON.stringify([table, tenant, index, order, bounds])).slice(0, 32);
}

// Convex's `usePaginatedQuery` begins again at the first page when an error says so.
const beginAgain = { isConvexSystemError: true, paginationError: "InvalidCursor" };
const invalid = (code: "CURSOR_INVALID" | "CURSOR_FOREIGN" | "CURSOR_STALE", problem: string) =>
  new ConvexError({ ...infrastructureError(code, `Pages: ${problem}.`).data, ...beginAgain });

const stale = (table: string) =>
  invalid(
    "CURSOR_STALE",
    `the rows of ${table} have been built again since this cursor was taken, and only pages in key order can go on; begin again at the first page`,
  );
