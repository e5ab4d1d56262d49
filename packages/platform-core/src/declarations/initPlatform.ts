import { trusted } from "../contract/boundary.js";
import type { GenericDataModel } from "convex/server";
import { defineAggregate, type DefineAggregate } from "./defineAggregate.js";
import type { EventCatalog } from "./defineEvents.js";
import {
  makeProjection,
  type AnyProjection,
  type Handlers,
  type Projection,
  type ProjectionOptions,
  type ReadModelName,
  type RowOf,
} from "./defineProjection.js";

/**
 * Declares a read model: event → row, kept in the transaction of the events. Handlers are pure.
 * Its name is its table, declared with `projectionTable`.
 */
export type DefineProjection<DataModel extends GenericDataModel> = <
  Table extends ReadModelName<DataModel>,
  Events extends EventCatalog,
  On extends Handlers<RowOf<DataModel, Table>, Events, From>,
  From extends AnyProjection | undefined = undefined,
>(
  name: Table,
  options: ProjectionOptions<RowOf<DataModel, Table>, Events, From, On, Table>,
) => Projection<DataModel, Table>;

/** The declarations that need the app's data model, bound to it once. */
export type PlatformDeclarations<DataModel extends GenericDataModel> = {
  defineProjection: DefineProjection<DataModel>;
  /** Declares an aggregate whose commands' `load` reads your tables with their types. */
  defineAggregate: DefineAggregate<DataModel>;
};

/**
 * Binds the declarations to your data model, once per app, in a file of its own (`convex/define.ts`).
 *
 * @example
 * export const { defineAggregate, defineProjection } = initPlatform<DataModel>();
 */
export function initPlatform<
  DataModel extends GenericDataModel,
>(): PlatformDeclarations<DataModel> {
  return {
    defineProjection: (name, options) => trusted<never>(makeProjection(name, options)),
    defineAggregate: trusted<never>(defineAggregate),
  };
}
