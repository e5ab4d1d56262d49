import type { MutationCtx } from "./_generated/server.js";
import { storeError } from "./errors.js";
import type { AppendArgs } from "./shared.js";

/** Throws `EVENT_ID_EXISTS` for an id given by the caller that is taken; derived ids cost no read, their version check covers them. */
export async function refuseExistingIds(ctx: MutationCtx, args: AppendArgs): Promise<void> {
  const seen = new Set<string>();
  for (const id of args.streams.flatMap((stream) => stream.events.flatMap((e) => e.id ?? []))) {
    if (seen.has(id) || (await exists(ctx, args.tenant, id))) {
      throw storeError("EVENT_ID_EXISTS", `An event with the id ${id} exists.`, { path: id });
    }
    seen.add(id);
  }
}

async function exists(ctx: MutationCtx, tenant: string, id: string): Promise<boolean> {
  const event = await ctx.db
    .query("events")
    .withIndex("by_event_id", (q) => q.eq("tenant", tenant).eq("eventId", id))
    .first();
  return event !== null;
}
