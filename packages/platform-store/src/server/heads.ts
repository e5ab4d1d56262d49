import { takePage } from "@convex-es/platform-base";
import type { WithoutSystemFields } from "convex/server";
import type { Doc } from "../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../component/_generated/server.js";
import { refuse } from "../contract/errors.js";
import type { StreamKey } from "../contract/events.js";
import { countFault, rowFault, stateFault } from "../contract/faults.js";
import { pageBudget, resolveLimits } from "../contract/limits.js";
import type {
  ListStreamsArgs,
  Loaded,
  PutStateArgs,
  PutStateResult,
  StreamList,
} from "../contract/streams.js";

export type Head = Doc<"streams">;
export type NewHead = WithoutSystemFields<Head>;

/** The head of a stream, or `null` for a stream without events; reads at most one document. */
export function readHead(ctx: QueryCtx, key: StreamKey): Promise<Head | null> {
  return ctx.db
    .query("streams")
    .withIndex("by_stream", (q) =>
      q.eq("tenant", key.tenant).eq("streamType", key.streamType).eq("streamId", key.streamId),
    )
    .unique();
}

/** Writes a stream's version and state together; without a state the old one goes, because it is of an older version. */
export async function writeHead(ctx: MutationCtx, old: Head | null, head: NewHead): Promise<void> {
  if (old === null) await ctx.db.insert("streams", head);
  else await ctx.db.replace("streams", old._id, head);
}

/** What an aggregate needs to decide: version and state in one document, `null` for a stream without events. */
export async function loadState(ctx: QueryCtx, key: StreamKey): Promise<Loaded | null> {
  const head = await readHead(ctx, key);
  if (head === null) return null;
  const { version, state = null, closed } = head;
  return { version, state, ...(closed && { closed }) };
}

/** As `loadState`, of several streams: at most one document of each. */
export async function loadStates(
  ctx: QueryCtx,
  { streams }: { streams: StreamKey[] },
): Promise<(Loaded | null)[]> {
  return await Promise.all(streams.map((key) => loadState(ctx, key)));
}

/** Replaces the state of a stream that is at exactly `version`, without an event; a closed stream stays closed. */
export async function putState(ctx: MutationCtx, args: PutStateArgs): Promise<PutStateResult> {
  const { limits: chosen, state, ...target } = args;
  const limits = resolveLimits(chosen);
  refuse(countFault(target.version, "version", 1) ?? stateFault(state, "state", limits));
  const old = await readHead(ctx, target);
  if (old === null || old.version !== target.version) {
    return { status: "conflict", version: old?.version ?? 0 };
  }
  const head = { ...target, state, ...(old.closed && { closed: old.closed }) };
  refuse(rowFault(head, `state of ${target.streamType}`));
  await writeHead(ctx, old, head);
  return { status: "put", version: target.version };
}

/** One page of the streams of a type, in the order of their ids, after the id `after`; reads one document more than it returns. */
export async function listStreams(ctx: QueryCtx, args: ListStreamsArgs): Promise<StreamList> {
  refuse(countFault(args.limit, "limit", 1));
  const heads = ctx.db.query("streams").withIndex("by_stream", (q) =>
    q
      .eq("tenant", args.tenant)
      .eq("streamType", args.streamType)
      // Ids are not empty: all of them come after "".
      .gt("streamId", args.after ?? ""),
  );
  const documents = Math.min(args.limit, pageBudget.documents);
  const { taken, isDone } = await takePage(heads, { ...pageBudget, documents });
  const streams = taken.map(({ streamId, version, state = null }) => ({
    streamId,
    version,
    state,
  }));
  return { streams, isDone };
}
