import type { Doc } from "../component/_generated/dataModel.js";
import type { MutationCtx } from "../component/_generated/server.js";
import { failOverdue } from "./endCommand.js";
import type { Purged } from "../contract/shared.js";
import { takeWithin } from "./takeWithin.js";

/** The most that one batch of the purge takes. */
export const PURGE_BATCH = { documents: 200, bytes: 4 * 1_024 * 1_024 } as const;

/**
 * One batch of housekeeping, oldest first: deletes records and misuses that have expired and fails pending commands
 * that are overdue. It reads nothing that is not yet due, so that it never waits for a command that is being recorded.
 */
export async function purge(ctx: MutationCtx): Promise<Purged> {
  const now = Date.now();
  const commands = ctx.db.query("commands").withIndex("by_expiry", (q) => q.lte("expiresAt", now));
  const due = await takeWithin(commands, PURGE_BATCH);
  const failed = await retire(ctx, due.taken);
  const left = PURGE_BATCH.documents - due.taken.length;
  const misuses = due.more ? { deleted: 0, more: true } : await purgeMisuses(ctx, now, left);
  return { deleted: due.taken.length - failed + misuses.deleted, failed, more: misuses.more };
}

async function retire(ctx: MutationCtx, rows: Doc<"commands">[]): Promise<number> {
  const overdue = rows.filter((row) => row.outcome.status === "pending");
  for (const row of overdue) await failOverdue(ctx, row);
  const expired = rows.filter((row) => row.outcome.status !== "pending");
  for (const row of expired) await ctx.db.delete("commands", row._id);
  return overdue.length;
}

async function purgeMisuses(ctx: MutationCtx, now: number, documents: number) {
  const misuses = ctx.db.query("misuses").withIndex("by_expiry", (q) => q.lte("expiresAt", now));
  const { taken, more } = await takeWithin(misuses, { ...PURGE_BATCH, documents });
  for (const row of taken) await ctx.db.delete("misuses", row._id);
  return { deleted: taken.length, more };
}
