import { v } from "convex/values";
import type { MutationCtx, QueryCtx } from "../component/_generated/server.js";
import type { Audit } from "../contract/auditEntry.js";
import { checkCount } from "../contract/checkNumber.js";

const mostAudits = 200;

/** Keeps an audit entry; a blind insert, which conflicts with nothing. */
export async function writeAudit(ctx: MutationCtx, audit: Audit): Promise<void> {
  await ctx.db.insert("audits", audit);
}

export const listAuditsArgs = { tenant: v.string(), limit: v.number() };

/** The latest audit entries of a tenant, newest first, 200 at most. */
export async function listAudits(
  ctx: QueryCtx,
  { tenant, limit }: { tenant: string; limit: number },
): Promise<Audit[]> {
  checkCount(limit, "limit", 1);
  const rows = await ctx.db
    .query("audits")
    .withIndex("by_tenant", (q) => q.eq("tenant", tenant))
    .order("desc")
    .take(Math.min(limit, mostAudits));
  return rows.map(({ _id, _creationTime, ...audit }) => audit);
}
