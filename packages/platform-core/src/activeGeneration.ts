import type { AnyDocument, AnyRange, AnyReader } from "./untypedTables.js";

/** The generation a read model is served from and written to; only a cut-over writes it. One index range. */
export async function activeGeneration(db: AnyReader, projection: string): Promise<number> {
  const row = (await db
    .query("projectionGenerations")
    .withIndex("by_projection", (q: AnyRange) => q.eq("projection", projection))
    .unique()) as AnyDocument | null;
  return row === null ? 0 : Number(row["generation"]);
}
