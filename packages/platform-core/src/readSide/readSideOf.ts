import { queryGeneric, type GenericDataModel, type RegisteredQuery } from "convex/server";
import { v } from "convex/values";
import { trusted } from "../contract/boundary.js";
import type { ReadScope, TenantOf } from "../wiring/tenantOf.js";
import type { ActorOf } from "../declarations/actor.js";
import { assertView } from "./assertView.js";
import type { Freshness } from "../client/Freshness.js";
import {
  projectionBehaviourOf,
  type AnyProjection,
  type Projection,
  type ReadModelName,
} from "../declarations/defineProjection.js";
import { DeclarationError } from "../base/infrastructureError.js";
import type { ContextRegistry } from "../wiring/ContextRegistry.js";
import type { Position } from "../declarations/outcome.js";
import type { ReadRow } from "../readModels/readModel.js";
import { admissionOf, type ViewOptions } from "./admissionOf.js";
import { freshnessOf } from "./freshnessOf.js";
import type { SnapshotContext } from "./Progress.js";
import { readReactiveRow, type RowAnswer } from "./readRow.js";
import type { ReadSide } from "./servedOf.js";

/** The public query of a reactive view. */
export type ReactiveView<DataModel extends GenericDataModel, Table extends string> = {
  get: RegisteredQuery<"public", { key: string }, Promise<RowAnswer<ReadRow<DataModel, Table>>>>;
};

/** What a platform tells of how fresh its read models are. */
export type PlatformReadSide = {
  /**
   * Whether a read model shows the caller's tenant everything up to a position: `fresh` when no event it handles lies between its
   * cursor and there, always for an inline one and for `null`. Throws POSITION_UNKNOWN for a position that this deployment
   * did not make, and UNAUTHENTICATED where nobody is signed in, unless `open` or `tenant` says whose rows are meant. Reads one
   * event, the cursors, and the log from there on only while it is behind.
   */
  freshness(
    ctx: SnapshotContext,
    projection: AnyProjection,
    asked: ReadScope & { position: Position | null },
  ): Promise<Freshness>;
  /**
   * A public query on a read model of category `view` that shows every committed event at once: it folds what is not yet applied
   * onto the row, with the read model's own handlers and in one snapshot. Never behind, never jumps back. Costs the events that are
   * still to come, of the row's stream where that is its key, else of the tenant, at most 1,000, and runs again with each one.
   */
  reactiveView<DataModel extends GenericDataModel, Table extends ReadModelName<DataModel>>(
    projection: Projection<DataModel, Table>,
    options?: Omit<ViewOptions<ReadRow<DataModel, Table>>, "pages">,
  ): ReactiveView<DataModel, Table>;
};

type ReadSideHost = ReadSide & {
  registry: ContextRegistry;
  actorOf: ActorOf;
  tenantOf: TenantOf;
};

function assertNotJoined(projection: AnyProjection): void {
  const { join } = projectionBehaviourOf(projection);
  if (join === null) return;
  throw new DeclarationError(
    `platform.reactiveView: "${projection.name}" is made of rows of "${join.from.name}", which may not show its next events yet; use platform.view.`,
  );
}

/** The part of a platform that knows how fresh its read models are. */
export function readSideOf(source: ReadSideHost): PlatformReadSide {
  return {
    freshness: async (ctx, projection, { position, ...scope }) => {
      source.registry.nameOf(projection);
      const tenant = await source.tenantOf(ctx, scope);
      return await freshnessOf(ctx, source, { projection, tenant, position });
    },
    reactiveView: (projection, options = {}) => {
      const name = source.registry.nameOf(projection);
      assertView("platform.reactiveView", projection);
      assertNotJoined(projection);
      const { enter, admit } = admissionOf(name, source.actorOf, options);
      const get = queryGeneric({
        args: { key: v.string() },
        handler: async (ctx, { key }) => {
          const actor = await enter(ctx);
          const { tenant } = actor;
          const answer = await readReactiveRow(ctx, source, { projection, tenant, key });
          await admit(actor, { key, row: answer.row });
          return trusted<never>(answer);
        },
      });
      return { get };
    },
  };
}
