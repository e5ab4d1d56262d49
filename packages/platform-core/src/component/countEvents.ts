import type { Doc } from "./_generated/dataModel.js";
import type { MutationCtx } from "./_generated/server.js";
import { askAppBefore } from "./app.js";

/** How many events a page holds of those that a build applies. */
export type CountedPage = { events: number; cursor: string; isDone: boolean };

/** Counts a page of the events that a build has before it: what its progress is measured by. */
export async function countEvents(ctx: MutationCtx, rebuild: Doc<"rebuilds">): Promise<null> {
  const { projection, version, scope = null, counted } = rebuild;
  const page = await askAppBefore<CountedPage>(ctx, {
    op: "countEvents",
    input: { projection, version, scope, after: counted.cursor },
  });
  const { cursor, isDone } = page;
  const events = counted.events + page.events;
  await ctx.db.patch("rebuilds", rebuild._id, { counted: { events, cursor, isDone } });
  return null;
}
