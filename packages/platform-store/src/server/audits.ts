import type { MutationCtx, QueryCtx } from "../component/_generated/server.js";
import type { Audit } from "../contract/audits.js";
import { refuse } from "../contract/errors.js";
import { countFault } from "../contract/faults.js";

const mostAudits = 200;

/** Keeps an audit entry; an insert without a read, which conflicts with nothing. */
export async function writeAudit(ctx: MutationCtx, audit: Audit): Promise<void> {
  await ctx.db.insert("audits", audit);
}

/** The latest audit entries of a tenant, newest first, at most 200. */
export async function listAudits(
  ctx: QueryCtx,
  { tenant, limit }: { tenant: string; limit: number },
): Promise<Audit[]> {
  refuse(countFault(limit, "limit", 1));
  const rows = await ctx.db
    .query("audits")
    .withIndex("by_tenant", (q) => q.eq("tenant", tenant))
    .order("desc")
    .take(Math.min(limit, mostAudits));
  return rows.map(({ _id, _creationTime, ...audit }) => audit);
}
