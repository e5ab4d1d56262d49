import { trusted } from "../contract/boundary.js";
import {
  paginationOptsValidator,
  queryGeneric,
  type GenericDataModel,
  type PaginationOptions,
  type PaginationResult,
  type RegisteredQuery,
} from "convex/server";
import { v } from "convex/values";
import { assertView } from "./assertView.js";
import type { AnyProjection, ReadModelName } from "../declarations/defineProjection.js";
import type { Position } from "../declarations/outcome.js";
import type { ReadContext, ReadModel, ReadRow } from "../readModels/readModel.js";
import type { RowAnswer } from "./readRow.js";
import type { Answers } from "./readSideOf.js";
import { vToken } from "./vToken.js";

/** The public queries of a view. */
export type View<DataModel extends GenericDataModel, Table extends ReadModelName<DataModel>> = {
  /** One row by key. */
  get: RegisteredQuery<"public", { key: string }, Promise<ReadRow<DataModel, Table> | null>>;
  /** Pages in key order. */
  page: RegisteredQuery<
    "public",
    { paginationOpts: PaginationOptions },
    Promise<PaginationResult<ReadRow<DataModel, Table>>>
  >;
  /** Whether it shows everything up to a command's position; what `useReadModel` and `waitForFresh` subscribe to. */
  freshness: RegisteredQuery<"public", { position: Position | null }, Promise<"fresh" | "stale">>;
  /** One row by key and whether it shows what lies before a position, of one moment: for those who cannot subscribe. */
  read: RegisteredQuery<
    "public",
    { key: string; after: Position | null },
    Promise<RowAnswer<ReadRow<DataModel, Table>>>
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
  answers: Answers,
): View<DataModel, Table> {
  assertView("platform.view", projection);
  const rows = trusted<AnyReadModel>(readModel);
  const get = queryGeneric({
    args: { key: v.string() },
    handler: (ctx, { key }) => rows.get(trusted<ReadContext>(ctx), key),
  });
  const page = queryGeneric({
    args: { paginationOpts: paginationOptsValidator },
    handler: (ctx, { paginationOpts }) =>
      rows.paginate(trusted<ReadContext>(ctx), { index: "by_key", page: paginationOpts }),
  });
  const freshness = queryGeneric({
    args: { position: vToken },
    handler: (ctx, { position }) => answers.freshness(ctx, position),
  });
  const read = queryGeneric({
    args: { key: v.string(), after: vToken },
    handler: (ctx, { key, after }) => trusted<never>(answers.row(ctx, key, after)),
  });
  return { get, page, freshness, read };
}
