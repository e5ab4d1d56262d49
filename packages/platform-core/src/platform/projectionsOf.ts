import type { GenericSchema, SchemaDefinition } from "convex/server";
import { DeclarationError } from "../base/infrastructureError.js";
import type { AnyContext } from "../declarations/defineBoundedContext.js";
import { withTable, type AnyProjection } from "../declarations/defineProjection.js";

/** The schema of an app. */
export type AppSchema = SchemaDefinition<GenericSchema, boolean>;

/** The read models of contexts, each with what its table takes; throws a DeclarationError for one whose table is unknown. */
export const projectionsOf = (
  contexts: readonly AnyContext[],
  schema: AppSchema | undefined,
): AnyProjection[] =>
  contexts
    .flatMap(({ projections }) => projections)
    .map((projection) => withTable(projection, tableOf(projection, schema)));

function tableOf({ name }: AnyProjection, schema: AppSchema | undefined) {
  if (schema === undefined) {
    throw new DeclarationError(
      `createPlatform: pass your schema; the rows of the read model "${name}" are checked against its table after every event.`,
    );
  }
  const table = schema.tables[name];
  if (table !== undefined) return table.validator;
  throw new DeclarationError(
    `createPlatform: the schema has no table "${name}"; declare it with projectionTable.`,
  );
}
