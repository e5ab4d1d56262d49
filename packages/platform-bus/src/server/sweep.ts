import { internal } from "../component/_generated/api.js";
import type { MutationCtx } from "../component/_generated/server.js";
import { purge } from "./purge.js";

/** Purges batch after batch, each in a transaction of its own, as long as more is due; when nothing is, schedules nothing. */
export async function sweep(ctx: MutationCtx): Promise<null> {
  const { more } = await purge(ctx);
  if (more) await ctx.scheduler.runAfter(0, internal.lib.sweep, {});
  return null;
}
