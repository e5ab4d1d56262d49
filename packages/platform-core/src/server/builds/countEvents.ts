import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { caught, runStaleAppQuery } from "../base/app.js";
import { stopLost } from "../tables/generations.js";

const nothingCounted = { events: 0, cursor: null, isDone: false };

/** Counts a page of the events that a build has to apply: its progress is measured by them. */
export async function countOnePage(
  ctx: MutationCtx,
  { generation, rebuild }: { generation: Doc<"generations">; rebuild: Doc<"rebuilds"> },
): Promise<null> {
  const { consumer, version, scope = null, counted } = rebuild;
  const before = counted ?? nothingCounted;
  const input = { consumer, version, scope, after: before.cursor };
  const page = await caught(runStaleAppQuery(ctx, "countEvents", input));
  if ("error" in page && page.error.code === "UNDECLARED_CONSUMER") {
    return await stopLost(ctx, generation);
  }
  // A page that cannot be counted ends the count, so that the build can start.
  const { events, cursor, isDone } =
    "error" in page ? { events: 0, cursor: before.cursor, isDone: true } : page;
  const next = { events: before.events + events, cursor, isDone };
  await ctx.db.patch("rebuilds", rebuild._id, { counted: next });
  return null;
}
