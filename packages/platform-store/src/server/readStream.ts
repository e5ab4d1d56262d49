import { takePage } from "@convex-es/platform-base";
import type { QueryCtx } from "../component/_generated/server.js";
import { refuse } from "../contract/errors.js";
import type { StreamKey } from "../contract/events.js";
import { countFault } from "../contract/faults.js";
import { pageBudget } from "../contract/limits.js";
import type { ReadStreamArgs, StreamPage } from "../contract/streams.js";
import { storedEvent } from "./storedEvent.js";

/**
 * One page of a stream from version `from` to `to`, or to the commit time `until`: at most 1,000 events and 4 MiB, and at
 * least one where there is one. Reads one document more than it returns.
 */
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
  const documents = Math.min(args.limit, pageBudget.documents);
  const { taken, isDone } = await takePage(rows, { ...pageBudget, documents });
  const last = isDone ? undefined : taken.at(-1);
  const step = args.direction === "forward" ? 1 : -1;
  const next = last === undefined ? null : last.version + step;
  return { events: taken.map(storedEvent), next, isDone };
}

function checkArgs({ from, to, limit }: ReadStreamArgs): void {
  refuse(
    countFault(limit, "limit", 1) ??
      (from === undefined ? null : countFault(from, "from")) ??
      (to === undefined ? null : countFault(to, "to")),
  );
}

async function versionsOf(ctx: QueryCtx, args: ReadStreamArgs) {
  const { from, to, until } = args;
  const [lowest = 1, highest = Number.MAX_SAFE_INTEGER] =
    args.direction === "forward" ? [from, to] : [to, from];
  if (until === undefined) return { lowest, highest };
  return { lowest, highest: Math.min(highest, await versionAt(ctx, args, until)) };
}

// Versions and positions of a stream rise together, so one row tells which version a commit time ends at.
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
