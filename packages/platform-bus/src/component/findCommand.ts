import type { QueryCtx } from "./_generated/server.js";

/** The record of a command id, or null: one index range, at most one document read. */
export async function findCommand(ctx: QueryCtx, key: { tenant: string; commandId: string }) {
  return await ctx.db
    .query("commands")
    .withIndex("by_command", (q) => q.eq("tenant", key.tenant).eq("commandId", key.commandId))
    .first();
}
