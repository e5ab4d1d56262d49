import type { AnyDocument, AnyRange, MutationContext } from "../untypedTables.js";

/** Rows deleted in one transaction. */
const batchSize = 500;

/** The generation to delete rows of, and the tenant to go on with. */
export type DropInput = { projection: string; generation: number; tenant: string | null };

/**
 * Deletes a batch of the rows of a generation that nobody reads any more: tenant by tenant, since that is what every index of a
 * read model begins with. Returns the tenant to go on with, `null` when nothing is left.
 */
export async function dropRows(
  ctx: MutationContext,
  { projection: table, generation, tenant: from }: DropInput,
): Promise<{ tenant: string | null }> {
  const tenant = from ?? (await tenantAfter(ctx, table, null));
  if (tenant === null) return { tenant: null };
  const rows = (await ctx.db
    .query(table)
    .withIndex("by_key", (q: AnyRange) => q.eq("tenant", tenant).eq("generation", generation))
    .take(batchSize)) as AnyDocument[];
  for (const row of rows) await ctx.db.delete(table, row._id);
  return { tenant: rows.length === batchSize ? tenant : await tenantAfter(ctx, table, tenant) };
}

async function tenantAfter(
  ctx: MutationContext,
  table: string,
  tenant: string | null,
): Promise<string | null> {
  const rows = ctx.db.query(table);
  const after =
    tenant === null
      ? rows.withIndex("by_key")
      : rows.withIndex("by_key", (q: AnyRange) => q.gt("tenant", tenant));
  const row = (await after.first()) as AnyDocument | null;
  return row === null ? null : String(row["tenant"]);
}
