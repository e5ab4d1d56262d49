import { takePage } from "@convex-es/platform-base";
import { internal } from "../component/_generated/api.js";
import type { Doc } from "../component/_generated/dataModel.js";
import type { MutationCtx } from "../component/_generated/server.js";
import type { Purged } from "../contract/commands.js";
import { failOverdue } from "./complete.js";

/** The most that one batch of the purge takes. */
export const purgeBatch = { documents: 200, bytes: 4 * 1_024 * 1_024 };

/** Purges batch after batch, each in a transaction of its own, until nothing is due; then it schedules nothing. */
export async function sweep(ctx: MutationCtx): Promise<null> {
  const { more } = await purge(ctx);
  if (more) await ctx.scheduler.runAfter(0, internal.lib.sweep, {});
  return null;
}

/**
 * One batch of housekeeping, oldest first: deletes expired records and misuses and fails overdue commands.
 * It reads nothing that is not due, so it never waits for a command that is being recorded.
 */
export async function purge(ctx: MutationCtx): Promise<Purged> {
  const now = Date.now();
  const commands = ctx.db.query("commands").withIndex("by_expiry", (q) => q.lte("expiresAt", now));
  const due = await takePage(commands, purgeBatch);
  const failed = await retire(ctx, due.taken);
  const deleted = due.taken.length - failed;
  if (!due.isDone) return { deleted, failed, more: true };
  const misuses = await purgeMisuses(ctx, now, purgeBatch.documents - due.taken.length);
  return { deleted: deleted + misuses.deleted, failed, more: misuses.more };
}

// Returns how many commands were overdue.
async function retire(ctx: MutationCtx, rows: Doc<"commands">[]): Promise<number> {
  const overdue = rows.filter((row) => row.outcome.status === "pending");
  for (const row of overdue) await failOverdue(ctx, row);
  const expired = rows.filter((row) => row.outcome.status !== "pending");
  for (const row of expired) await ctx.db.delete("commands", row._id);
  return overdue.length;
}

async function purgeMisuses(ctx: MutationCtx, now: number, documents: number) {
  const misuses = ctx.db.query("misuses").withIndex("by_expiry", (q) => q.lte("expiresAt", now));
  const { taken, isDone } = await takePage(misuses, { ...purgeBatch, documents });
  for (const row of taken) await ctx.db.delete("misuses", row._id);
  return { deleted: taken.length, more: !isDone };
}
