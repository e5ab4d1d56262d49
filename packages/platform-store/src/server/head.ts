import { v, type Infer } from "convex/values";
import type { Doc } from "../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../component/_generated/server.js";
import { vClosing, vState, type Closing, type State, type StreamKey } from "../contract/shared.js";

export type Head = Doc<"streams">;

/** The head of a stream, or `null` for a stream without events; reads one document at most. */
export function readHead(ctx: QueryCtx, key: StreamKey): Promise<Head | null> {
  return ctx.db
    .query("streams")
    .withIndex("by_stream", (q) =>
      q.eq("tenant", key.tenant).eq("streamType", key.streamType).eq("streamId", key.streamId),
    )
    .unique();
}

export type NewHead = StreamKey & { version: number; state?: State; closed?: Closing };

/** Writes a stream's version and state together; a state that is not given is dropped, it would be of an older version. */
export async function writeHead(ctx: MutationCtx, old: Head | null, head: NewHead): Promise<void> {
  if (old === null) await ctx.db.insert("streams", head);
  else await ctx.db.replace("streams", old._id, head);
}

export const vLoaded = v.object({
  version: v.number(),
  state: v.union(v.null(), vState),
  closed: v.optional(vClosing),
});
/** A stream's version and state, and that it is closed, where it is. */
export type Loaded = Infer<typeof vLoaded>;

/** What an aggregate needs to decide: version and state in one document, `null` for a stream without events. */
export async function loadState(ctx: QueryCtx, key: StreamKey): Promise<Loaded | null> {
  const head = await readHead(ctx, key);
  if (head === null) return null;
  const { version, state = null, closed } = head;
  return { version, state, ...(closed && { closed }) };
}
