import {
  paginationOptsValidator,
  queryGeneric,
  type GenericDataModel,
  type PaginationOptions,
  type PaginationResult,
  type RegisteredQuery,
} from "convex/server";
import { v } from "convex/values";
import type { AnyProjection, ReadModelName } from "./defineProjection.js";
import { DeclarationError } from "./infrastructureError.js";
import type { ReadContext, ReadModel, ReadRow } from "./readModel.js";

/** The public queries of a view: one row by key, and pages in key order. */
export type View<DataModel extends GenericDataModel, Table extends ReadModelName<DataModel>> = {
  get: RegisteredQuery<"public", { key: string }, Promise<ReadRow<DataModel, Table> | null>>;
  page: RegisteredQuery<
    "public",
    { paginationOpts: PaginationOptions },
    Promise<PaginationResult<ReadRow<DataModel, Table>>>
  >;
};

type AnyReadModel = {
  get(ctx: ReadContext, key: string): Promise<unknown>;
  paginate(ctx: ReadContext, query: { index: "by_key"; page: PaginationOptions }): Promise<unknown>;
};

/** Makes the public queries of a read model; only a `view` is for clients. */
export function viewOf<DataModel extends GenericDataModel, Table extends ReadModelName<DataModel>>(
  projection: AnyProjection,
  readModel: ReadModel<DataModel, Table>,
): View<DataModel, Table> {
  if (projection.category !== "view") {
    throw new DeclarationError(
      `platform.view: "${projection.name}" is of category "${projection.category}"; only a view is for clients.`,
    );
  }
  const rows = readModel as unknown as AnyReadModel;
  const get = queryGeneric({
    args: { key: v.string() },
    handler: (ctx, { key }) => rows.get(ctx as unknown as ReadContext, key),
  });
  const page = queryGeneric({
    args: { paginationOpts: paginationOptsValidator },
    handler: (ctx, { paginationOpts }) =>
      rows.paginate(ctx as unknown as ReadContext, { index: "by_key", page: paginationOpts }),
  });
  return { get, page };
}
