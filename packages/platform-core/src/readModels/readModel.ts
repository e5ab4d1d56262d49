import { trusted } from "../contract/boundary.js";
import type {
  GenericDataModel,
  GenericQueryCtx,
  IndexRange,
  IndexRangeBuilder,
  PaginationOptions,
  PaginationResult,
} from "convex/server";
import type { ReadModelName } from "../declarations/defineProjection.js";
import { activeGeneration } from "./activeGeneration.js";
import { pageStart, sealPage } from "./pageCursor.js";
import { rowOf } from "./projectionRow.js";
import type { ReadModelColumn } from "../declarations/projectionTable.js";
import type { AnyDataModel, AnyDocument, AnyRange } from "../base/untypedTables.js";

/** Most rows of one `list` or page. */
const maxPageSize = 500;

/** What a reader needs of a query's or mutation's context. */
export type ReadContext = Pick<GenericQueryCtx<AnyDataModel>, "db" | "auth">;

type Indexes<
  DataModel extends GenericDataModel,
  Table extends string,
> = DataModel[Table]["indexes"];

/** A row with its key. */
export type ReadRow<DataModel extends GenericDataModel, Table extends keyof DataModel> = {
  [
    Field in keyof DataModel[Table]["document"] as Field extends HiddenColumn ? never : Field
  ]: DataModel[Table]["document"][Field];
};

type HiddenColumn = "_id" | "_creationTime" | Exclude<ReadModelColumn, "key">;

/** Narrows an index after tenant and generation, which the platform supplies. */
export type RangeOf<
  DataModel extends GenericDataModel,
  Table extends string,
  Index extends keyof Indexes<DataModel, Table>,
> = (
  range: IndexRangeBuilder<DataModel[Table]["document"], Indexes<DataModel, Table>[Index], 2>,
) => IndexRange;

/** Which rows of a read model: an index, a range of it, and the order. */
export type RowQuery<
  DataModel extends GenericDataModel,
  Table extends string,
  Index extends keyof Indexes<DataModel, Table>,
> = {
  index: Index;
  range?: RangeOf<DataModel, Table, Index> | undefined;
  order?: "asc" | "desc" | undefined;
};

/** Reads one read model: only the caller's tenant, only the generation being served. */
export type ReadModel<
  DataModel extends GenericDataModel,
  Table extends ReadModelName<DataModel>,
> = {
  /** The row of a key, or `null`. One document. */
  get(ctx: ReadContext, key: string): Promise<ReadRow<DataModel, Table> | null>;
  /** Rows by an index, at most `limit` (default 100, clamped to 1–500). */
  list<Index extends keyof Indexes<DataModel, Table> & string>(
    ctx: ReadContext,
    query: RowQuery<DataModel, Table, Index> & { limit?: number | undefined },
  ): Promise<ReadRow<DataModel, Table>[]>;
  /**
   * One page by an index; `numItems` is clamped to 1–500. The cursor is exact, and of this query alone: throws CURSOR_INVALID,
   * CURSOR_FOREIGN, or CURSOR_STALE after a cut-over where rows are not in key order.
   */
  paginate<Index extends keyof Indexes<DataModel, Table> & string>(
    ctx: ReadContext,
    query: RowQuery<DataModel, Table, Index> & { page: PaginationOptions },
  ): Promise<PaginationResult<ReadRow<DataModel, Table>>>;
};

type AnyRowQuery = {
  index: string;
  range?: ((range: never) => IndexRange) | undefined;
  order?: "asc" | "desc" | undefined;
};

/** Builds the reader of a read model; `tenantOf` tells whose rows the caller sees. */
export function readModelOf<
  DataModel extends GenericDataModel,
  Table extends ReadModelName<DataModel>,
>(table: Table, tenantOf: (ctx: ReadContext) => Promise<string>): ReadModel<DataModel, Table> {
  const select = async (ctx: ReadContext, query: AnyRowQuery): Promise<{ query: AnyRows }> => {
    const tenant = await tenantOf(ctx);
    const generation = await activeGeneration(ctx.db, table, tenant);
    return { query: indexRows(ctx, table, { ...query, tenant, generation }) };
  };
  return {
    get: async (ctx, key) => {
      const range = (q: AnyRange) => q.eq("key", key);
      const { query } = await select(ctx, { index: "by_key", range });
      const document = await query.unique();
      return document === null ? null : trusted<never>(publicRow(document));
    },
    list: async (ctx, { limit, ...given }) => {
      const { query } = await select(ctx, given);
      return trusted<never>((await query.take(clamp(limit ?? 100))).map(publicRow));
    },
    paginate: async (ctx, query) => await paginateRows(ctx, table, { tenantOf, query }),
  };
}

/** A query of pages; `admitted`: which of its rows the reader sees. */
type AnyPageQuery = AnyRowQuery & {
  page: PaginationOptions;
  admitted?: (rows: PublicRow[]) => Promise<PublicRow[]>;
};
type Paging = { tenantOf: (ctx: ReadContext) => Promise<string>; query: AnyPageQuery };

async function paginateRows(
  ctx: ReadContext,
  table: string,
  { tenantOf, query: { page, admitted = async (rows) => rows, ...given } }: Paging,
): Promise<never> {
  const tenant = await tenantOf(ctx);
  const generation = await activeGeneration(ctx.db, table, tenant);
  const options = { ...page, numItems: clamp(page.numItems) };
  const start = pageStart({ table, tenant, ...given }, options, generation);
  const scoped = { ...given, range: start.range, tenant, generation };
  const result = await indexRows(ctx, table, scoped).paginate(start.options);
  return trusted<never>(sealPage(start, result, await admitted(result.page.map(publicRow))));
}

/** A query of a table that is named at run time. */
type AnyRows = {
  unique(): Promise<AnyDocument | null>;
  take(n: number): Promise<AnyDocument[]>;
  paginate(page: PaginationOptions): Promise<PaginationResult<AnyDocument>>;
};

type Scoped = AnyRowQuery & { tenant: string; generation: number };

function indexRows(ctx: ReadContext, table: string, scoped: Scoped): AnyRows {
  const { index, range, order = "asc", tenant, generation } = scoped;
  const narrow = (q: AnyRange) => {
    const own = q.eq("tenant", tenant).eq("generation", generation);
    return range === undefined ? own : range(trusted<never>(own));
  };
  const rows: unknown = ctx.db.query(table).withIndex(index, narrow).order(order);
  return trusted<AnyRows>(rows);
}

type PublicRow = Record<string, unknown> & { key: string };

const publicRow = (document: AnyDocument): PublicRow => ({
  ...rowOf(document),
  key: String(document["key"]),
});

const clamp = (size: number) => Math.min(Math.max(Math.floor(size) || 1, 1), maxPageSize);
