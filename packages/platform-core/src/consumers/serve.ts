import type { AnyDocument, AnyRange, MutationContext } from "../untypedTables.js";

/** Which generation of a read model is served from now on, and how it is kept up to date. */
export type Serving = {
  projection: string;
  generation: number;
  version: number;
  delivery: "inline" | "async";
};

/** Serves a generation: every reader and inline writer reads this one row, and only a cut-over writes it. */
export async function serve(ctx: MutationContext, serving: Serving): Promise<null> {
  const table: string = "projectionGenerations";
  const row = (await ctx.db
    .query(table)
    .withIndex("by_projection", (q: AnyRange) => q.eq("projection", serving.projection))
    .unique()) as AnyDocument | null;
  if (row === null) await ctx.db.insert(table, serving);
  else await ctx.db.replace(table, row._id, serving);
  return null;
}
