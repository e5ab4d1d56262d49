import type { GenericDatabaseReader, GenericDocument, IndexRangeBuilder } from "convex/server";

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tables are named at run time here
export type AnyDataModel = any;

/** A reader whose tables are named at run time. */
export type AnyReader = GenericDatabaseReader<AnyDataModel>;

/** A range over an index that is named at run time. */
export type AnyRange = IndexRangeBuilder<GenericDocument, [string, string, string, string, "_id"]>;

/** The generation a read model is served from and written to; only a cut-over writes it. One index range. */
export async function activeGeneration(
  db: AnyReader,
  projection: string,
): Promise<number> {
  const row = await db
    .query("projectionGenerations")
    .withIndex("by_projection", (q) => q.eq("projection", projection))
    .unique();
  return row === null ? 0 : (row["generation"] as number);
}
