import type { QueryCtx } from "../component/_generated/server.js";
import type { CommandKey } from "../contract/shared.js";

/** The record of a command id, or null: one index range, at most one document read. */
export async function findCommand(ctx: QueryCtx, { tenant, commandId }: CommandKey) {
  return await ctx.db
    .query("commands")
    .withIndex("by_command", (q) => q.eq("tenant", tenant).eq("commandId", commandId))
    .first();
}
