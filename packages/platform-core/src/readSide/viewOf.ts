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
import type { ContextRegistry } from "../wiring/ContextRegistry.js";
import type { Actor, ActorOf } from "../declarations/actor.js";
import type { AnyProjection, ReadModelName } from "../declarations/defineProjection.js";
import type { Position } from "../declarations/outcome.js";
import { readModelOf, type ReadContext, type ReadRow } from "../readModels/readModel.js";
import { admissionOf, type AnyViewOptions } from "./admissionOf.js";
import { freshnessOf } from "./freshnessOf.js";
import { readRow, type RowAnswer } from "./readRow.js";
import type { ReadSide } from "./servedOf.js";
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
  paginate(
    ctx: ReadContext,
    query: {
      index: "by_key";
      page: PaginationOptions;
      admitted: (rows: { key: string }[]) => Promise<{ key: string }[]>;
    },
  ): Promise<PaginationResult<{ key: string }>>;
};

type ViewHost = ReadSide & { registry: ContextRegistry; actorOf: ActorOf };

/** Makes the public queries of a read model; only a `view` is for clients. */
export function viewOf(
  host: ViewHost,
  projection: AnyProjection,
  options: AnyViewOptions,
): View<GenericDataModel, never> {
  assertView("platform.view", projection);
  const table = host.registry.nameOf(projection);
  const { enter, admit, admitted } = admissionOf(table, host.actorOf, options);
  const rowsOf = ({ tenant }: Actor) =>
    trusted<AnyReadModel>(readModelOf(trusted<never>(table), () => Promise.resolve(tenant)));
  const get = queryGeneric({
    args: { key: v.string() },
    handler: async (ctx, { key }) => {
      const actor = await enter(ctx);
      const row = await rowsOf(actor).get(trusted<ReadContext>(ctx), key);
      await admit(actor, { key, row });
      return row;
    },
  });
  const page = queryGeneric({
    args: { paginationOpts: paginationOptsValidator },
    handler: async (ctx, { paginationOpts }) => {
      const actor = await enter(ctx);
      return await rowsOf(actor).paginate(trusted<ReadContext>(ctx), {
        index: "by_key",
        page: paginationOpts,
        // A cursor names no row that its reader does not see.
        admitted: (rows) => admitted(actor, rows),
      });
    },
  });
  const freshness = queryGeneric({
    args: { position: vToken },
    handler: async (ctx, { position }) => {
      const { tenant } = await enter(ctx);
      return await freshnessOf(ctx, host, { projection, tenant, position });
    },
  });
  const read = queryGeneric({
    args: { key: v.string(), after: vToken },
    handler: async (ctx, { key, after: position }) => {
      const actor = await enter(ctx);
      const { tenant } = actor;
      const answer = await readRow(ctx, host, { projection, tenant, key, position });
      await admit(actor, { key, row: answer.row });
      return trusted<never>(answer);
    },
  });
  return trusted<View<GenericDataModel, never>>({ get, page, freshness, read });
}
