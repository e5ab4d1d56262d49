import type { MutationCtx } from "../component/_generated/server.js";
import { writeHead } from "./head.js";
import { joinKey } from "@convex-es/platform-base";
import type { EventRow, StreamPlan } from "./planStream.js";

/** Writes the events of one stream, a row for each distinct tag of each, and the head. */
export async function writeStream(ctx: MutationCtx, plan: StreamPlan): Promise<void> {
  for (const event of plan.events) await writeEvent(ctx, event);
  await writeHead(ctx, plan.old, plan.head);
}

async function writeEvent(ctx: MutationCtx, row: EventRow): Promise<void> {
  const event = await ctx.db.insert("events", row);
  const { tenant, type, position, ordinal } = row;
  for (const tag of new Set(row.tags.map(({ name, value }) => joinKey(name, value)))) {
    await ctx.db.insert("eventTags", { tenant, tag, type, position, ordinal, event });
  }
}
