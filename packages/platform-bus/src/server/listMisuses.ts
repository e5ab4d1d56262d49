import type { QueryCtx } from "../component/_generated/server.js";
import { clampLimit } from "./clampLimit.js";
import type { Misuse } from "../contract/shared.js";

/** The most entries one call returns, whatever it asks for. */
export const MAX_MISUSES = 200;

/** The latest misuses of a tenant's command ids, newest first. */
export async function listMisuses(
  ctx: QueryCtx,
  { tenant, limit }: { tenant: string; limit: number },
): Promise<Misuse[]> {
  const rows = await ctx.db
    .query("misuses")
    .withIndex("by_tenant", (q) => q.eq("tenant", tenant))
    .order("desc")
    .take(clampLimit(limit, MAX_MISUSES));
  return rows.map(({ _id, _creationTime, expiresAt, ...misuse }) => misuse);
}
