import { getDocumentSize, v, type Infer, type ObjectType } from "convex/values";
import type { QueryCtx } from "../component/_generated/server.js";
import { checkCount } from "../contract/checkNumber.js";
import { pageBudget } from "../contract/pageBudget.js";
import { vState } from "../contract/shared.js";

export const listStreamsArgs = {
  tenant: v.string(),
  streamType: v.string(),
  after: v.optional(v.string()),
  limit: v.number(),
};
/** Which streams: those of a type, after one of them. */
export type ListStreamsArgs = ObjectType<typeof listStreamsArgs>;

const vListed = v.object({
  streamId: v.string(),
  version: v.number(),
  state: v.union(v.null(), vState),
});

export const vStreamList = v.object({ streams: v.array(vListed), isDone: v.boolean() });
/** A page of streams with their versions and states. */
export type StreamList = Infer<typeof vStreamList>;

/** One page of the streams of a type, in the order of their ids, after the id `after`; reads one document more than it returns. */
export async function listStreams(ctx: QueryCtx, args: ListStreamsArgs): Promise<StreamList> {
  checkCount(args.limit, "limit", 1);
  const most = Math.min(args.limit, pageBudget.documents);
  const heads = ctx.db.query("streams").withIndex("by_stream", (q) =>
    q
      .eq("tenant", args.tenant)
      .eq("streamType", args.streamType)
      // Ids are not empty: all of them come after "".
      .gt("streamId", args.after ?? ""),
  );
  const streams: StreamList["streams"] = [];
  let bytes = 0;
  for await (const head of heads) {
    bytes += getDocumentSize(head);
    if (streams.length === most || (streams.length > 0 && bytes > pageBudget.bytes)) {
      return { streams, isDone: false };
    }
    const { streamId, version, state = null } = head;
    streams.push({ streamId, version, state });
  }
  return { streams, isDone: true };
}
