import { v, type ObjectType } from "convex/values";
import type { QueryCtx } from "../component/_generated/server.js";
import { checkCount } from "../contract/checkNumber.js";
import { readPage, type Page } from "./readPage.js";
import { vDirection, vStoredEvent, vStreamKey, type StreamKey } from "../contract/shared.js";

export const readStreamArgs = {
  ...vStreamKey.fields,
  direction: vDirection,
  from: v.optional(v.number()),
  to: v.optional(v.number()),
  until: v.optional(v.int64()),
  limit: v.number(),
};
/** Which events of a stream: a direction, bounds by version or commit time, and how many. */
export type ReadStreamArgs = ObjectType<typeof readStreamArgs>;

export const vStreamPage = v.object({
  events: v.array(vStoredEvent),
  next: v.union(v.number(), v.null()),
  isDone: v.boolean(),
});
export type StreamPage = Page & { next: number | null };

/** One page of a stream, starting at version `from`, ending at `to` or at the commit time `until`. */
export async function readStream(ctx: QueryCtx, args: ReadStreamArgs): Promise<StreamPage> {
  checkArgs(args);
  const versions = await versionsOf(ctx, args);
  const rows = ctx.db
    .query("events")
    .withIndex("by_stream_and_version", (q) =>
      q
        .eq("tenant", args.tenant)
        .eq("streamType", args.streamType)
        .eq("streamId", args.streamId)
        .gte("version", versions.lowest)
        .lte("version", versions.highest),
    )
    .order(args.direction === "forward" ? "asc" : "desc");
  const page = await readPage(rows, args.limit);
  return { ...page, next: nextOf(page, args) };
}

function checkArgs({ from, to, limit }: ReadStreamArgs): void {
  checkCount(limit, "limit", 1);
  if (from !== undefined) checkCount(from, "from");
  if (to !== undefined) checkCount(to, "to");
}

async function versionsOf(ctx: QueryCtx, args: ReadStreamArgs) {
  const { from, to, until } = args;
  const [lowest = 1, highest = Number.MAX_SAFE_INTEGER] =
    args.direction === "forward" ? [from, to] : [to, from];
  if (until === undefined) return { lowest, highest };
  return { lowest, highest: Math.min(highest, await versionAt(ctx, args, until)) };
}

// Versions and positions of a stream rise together, so one row tells where a commit time cuts it.
async function versionAt(ctx: QueryCtx, stream: StreamKey, until: bigint): Promise<number> {
  const last = await ctx.db
    .query("events")
    .withIndex("by_stream_and_position", (q) =>
      q
        .eq("tenant", stream.tenant)
        .eq("streamType", stream.streamType)
        .eq("streamId", stream.streamId)
        .lte("position", until),
    )
    .order("desc")
    .first();
  return last?.version ?? 0;
}

function nextOf({ events, isDone }: Page, { direction }: ReadStreamArgs): number | null {
  const last = events.at(-1);
  if (isDone || last === undefined) return null;
  return direction === "forward" ? last.version + 1 : last.version - 1;
}
