import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { caught, runStaleAppQuery } from "../base/app.js";
import { suspend } from "../tables/suspend.js";
import type { Failure } from "../../contract/failure.js";
import type { CountedPage } from "../../contract/operations.js";

const nothingYet = { events: 0, cursor: null, isDone: false };

/** Counts a page of the events that a build has before it: what its progress is measured by. */
export async function countEvents(
  ctx: MutationCtx,
  { generation, rebuild }: { generation: Doc<"generations">; rebuild: Doc<"rebuilds"> },
): Promise<null> {
  const counted = rebuild.counted ?? nothingYet;
  const page = await countPage(ctx, rebuild, counted.cursor);
  if ("error" in page && page.error.code === "UNDECLARED_CONSUMER") {
    return await suspend(ctx, generation);
  }
  // What cannot be counted does not keep the rest from being built.
  const { events, cursor, isDone } =
    "error" in page ? { events: 0, cursor: counted.cursor, isDone: true } : page;
  const next = { events: counted.events + events, cursor, isDone };
  await ctx.db.patch("rebuilds", rebuild._id, { counted: next });
  return null;
}

async function countPage(
  ctx: MutationCtx,
  { consumer, version, scope }: Doc<"rebuilds">,
  after: string | null,
): Promise<CountedPage | { error: Failure }> {
  const input = { consumer, version, scope: scope ?? null, after };
  return await caught(runStaleAppQuery(ctx, "countEvents", input));
}
