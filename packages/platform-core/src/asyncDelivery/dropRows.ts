import { trusted } from "../contract/boundary.js";
import type { AnyDocument, AnyRange, AnyReader, MutationContext } from "../base/untypedTables.js";
import type { DropInput } from "../contract/operations.js";

/** Rows deleted, and tenants looked at, in one transaction. */
const mostDropped = { rows: 500, tenants: 500 };

/**
 * Deletes a batch of the rows of a generation that nobody reads any more: tenant by tenant, since that is what every index of a
 * read model begins with. Returns the tenant to go on with, `null` when nothing is left.
 */
export async function dropRows(
  ctx: MutationContext,
  { consumer: table, generation, tenant: from, isOne }: DropInput,
): Promise<{ tenant: string | null }> {
  let left = mostDropped.rows;
  let tenant = from ?? (await tenantAfter(ctx.db, table, null));
  for (let seen = 0; tenant !== null && seen < mostDropped.tenants; seen++) {
    left -= await deleteRows(ctx, { table, generation, tenant }, left);
    if (left === 0) return { tenant };
    tenant = isOne ? null : await tenantAfter(ctx.db, table, tenant);
  }
  return { tenant };
}

type TenantRows = { table: string; generation: number; tenant: string };

async function deleteRows(ctx: MutationContext, of: TenantRows, limit: number): Promise<number> {
  const { table, generation, tenant } = of;
  const rows = trusted<AnyDocument[]>(
    await ctx.db
      .query(table)
      .withIndex("by_key", (q: AnyRange) => q.eq("tenant", tenant).eq("generation", generation))
      .take(limit),
  );
  for (const row of rows) await ctx.db.delete(table, row._id);
  return rows.length;
}

/** The next tenant that has rows in a read model's table, in whatever generation; `null` after the last. */
export async function tenantAfter(
  db: AnyReader,
  table: string,
  tenant: string | null,
): Promise<string | null> {
  const rows = db.query(table);
  const after =
    tenant === null
      ? rows.withIndex("by_key")
      : rows.withIndex("by_key", (q: AnyRange) => q.gt("tenant", tenant));
  const row = trusted<AnyDocument | null>(await after.first());
  return row === null ? null : String(row["tenant"]);
}
