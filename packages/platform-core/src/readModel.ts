import type {
  GenericDataModel,
  GenericQueryCtx,
  IndexRange,
  IndexRangeBuilder,
  PaginationOptions,
  PaginationResult,
} from "convex/server";
import type { ReadModelName, RowOf } from "./defineProjection.js";
import { activeGeneration, type AnyDataModel, type AnyRange } from "./generation.js";
import { rowOf } from "./inlineRows.js";

/** Most rows of one `list` or page. */
export const maxPageSize = 500;

/** What a reader needs of a query's or mutation's context. */
export type ReadContext = Pick<GenericQueryCtx<AnyDataModel>, "db" | "auth">;

type Indexes<DataModel extends GenericDataModel, Table extends string> = DataModel[Table]["indexes"];

/** A row with its key. */
export type ReadRow<DataModel extends GenericDataModel, Table extends keyof DataModel> = RowOf<
  DataModel,
  Table
> & { key: string };

/** Narrows an index after tenant and generation, which the platform supplies. */
export type RangeOf<
  DataModel extends GenericDataModel,
  Table extends string,
  Index extends keyof Indexes<DataModel, Table>,
> = (
  range: IndexRangeBuilder<DataModel[Table]["document"], Indexes<DataModel, Table>[Index], 2>,
) => IndexRange;

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
export interface ReadModel<DataModel extends GenericDataModel, Table extends ReadModelName<DataModel>> {
  /** The row of a key, or `null`. One document. */
  get(ctx: ReadContext, key: string): Promise<ReadRow<DataModel, Table> | null>;
  /** Rows by an index, at most `limit` (default 100, clamped to 1–500). */
  list<Index extends keyof Indexes<DataModel, Table> & string>(
    ctx: ReadContext,
    query: RowQuery<DataModel, Table, Index> & { limit?: number | undefined },
  ): Promise<ReadRow<DataModel, Table>[]>;
  /** One page by an index; `numItems` is clamped to 1–500, the cursor is exact. */
  paginate<Index extends keyof Indexes<DataModel, Table> & string>(
    ctx: ReadContext,
    query: RowQuery<DataModel, Table, Index> & { page: PaginationOptions },
  ): Promise<PaginationResult<ReadRow<DataModel, Table>>>;
}

type AnyRowQuery = {
  index: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the interface above holds the types
  range?: ((range: any) => IndexRange) | undefined;
  order?: "asc" | "desc" | undefined;
};

/** Builds the reader of a read model; `tenantOf` tells whose rows the caller sees. */
export function readModelOf<DataModel extends GenericDataModel, Table extends ReadModelName<DataModel>>(
  table: Table,
  tenantOf: (ctx: ReadContext) => Promise<string>,
): ReadModel<DataModel, Table> {
  const select = async (ctx: ReadContext, { index, range, order }: AnyRowQuery) => {
    const tenant = await tenantOf(ctx);
    const generation = await activeGeneration(ctx.db, table);
    return ctx.db
      .query(table)
      .withIndex(index, (q: AnyRange) => {
        const scoped = q.eq("tenant", tenant).eq("generation", generation);
        return range === undefined ? scoped : range(scoped);
      })
      .order(order ?? "asc");
  };
  const rows = (documents: Record<string, unknown>[]) => documents.map(withKey) as never;
  return {
    get: async (ctx, key) => {
      const found = await select(ctx, { index: "by_key", range: (q) => q.eq("key", key) });
      const document = await found.unique();
      return document === null ? null : (withKey(document) as never);
    },
    list: async (ctx, { limit, ...query }) => {
      const found = await select(ctx, query);
      return rows(await found.take(clamp(limit ?? 100)));
    },
    paginate: async (ctx, { page, ...query }) => {
      const found = await select(ctx, query);
      const result = await found.paginate({ ...page, numItems: clamp(page.numItems) });
      return { ...result, page: rows(result.page) };
    },
  };
}

const withKey = (document: Record<string, unknown>) => ({ ...rowOf(document), key: document["key"] });

const clamp = (size: number) => Math.min(Math.max(Math.floor(size) || 1, 1), maxPageSize);
