import { v, type Infer, type ObjectType } from "convex/values";
import type { QueryCtx } from "../component/_generated/server.js";
import { logPageFields, readLogPage } from "./logPage.js";
import { vLogPlace } from "../contract/logPlace.js";
import { sourceOf } from "./logSource.js";

export const scanLogArgs = logPageFields;

/** What a page of the log is about; `end` is how far it goes, `null` for not a single row. */
export const vScan = v.object({
  events: v.number(),
  types: v.array(v.string()),
  end: v.union(vLogPlace, v.null()),
  isDone: v.boolean(),
});
export type Scan = Infer<typeof vScan>;

/** Looks at one page of the log in commit order: how many events it holds, and of which types. */
export async function scanLog(
  ctx: QueryCtx,
  wanted: ObjectType<typeof scanLogArgs>,
): Promise<Scan> {
  const { events, end, isDone } = await readLogPage(sourceOf(ctx, {}, wanted.after), wanted);
  return {
    events: events.length,
    types: [...new Set(events.map(({ type }) => type))],
    end,
    isDone,
  };
}
