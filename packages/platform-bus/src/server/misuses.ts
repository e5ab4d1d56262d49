import type { MutationCtx, QueryCtx } from "../component/_generated/server.js";
import { clampLimit } from "../contract/checks.js";
import type { Attempt, Difference, Misuse } from "../contract/commands.js";

/** The most entries that one call returns. */
export const maxMisuses = 200;

type Refused = { attempt: Attempt; differs: Difference; retentionMs: number };

/** Keeps the audit entry of a refused reuse for as long as the record that it misused. */
export async function writeMisuse(
  ctx: MutationCtx,
  { attempt, differs, retentionMs }: Refused,
): Promise<void> {
  const attemptedAt = Date.now();
  const expiresAt = attemptedAt + retentionMs;
  await ctx.db.insert("misuses", { ...attempt, differs, attemptedAt, expiresAt });
}

/** The latest misuses of a tenant's command ids, newest first. */
export async function listMisuses(
  ctx: QueryCtx,
  { tenant, limit }: { tenant: string; limit: number },
): Promise<Misuse[]> {
  const rows = await ctx.db
    .query("misuses")
    .withIndex("by_tenant", (q) => q.eq("tenant", tenant))
    .order("desc")
    .take(clampLimit(limit, maxMisuses));
  return rows.map(({ _id, _creationTime, expiresAt, ...misuse }) => misuse);
}
