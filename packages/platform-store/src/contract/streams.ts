import { v, type Infer, type ObjectType } from "convex/values";
import { vClosed, vConflicted } from "./append.js";
import { vClosing, vState, vStoredEvent, vStreamKey } from "./events.js";
import { vLimits } from "./limits.js";

export const vLoaded = v.object({
  version: v.number(),
  state: v.union(v.null(), vState),
  closed: v.optional(vClosing),
});
/** A stream's version and state, and `closed` when it is closed. */
export type Loaded = Infer<typeof vLoaded>;

export const readStreamArgs = {
  ...vStreamKey.fields,
  direction: v.union(v.literal("forward"), v.literal("backward")),
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
export type StreamPage = Infer<typeof vStreamPage>;

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

export const putStateArgs = {
  ...vStreamKey.fields,
  version: v.number(),
  state: vState,
  limits: v.optional(vLimits),
};
/** The new state of a stream, and the version that the stream must have. */
export type PutStateArgs = ObjectType<typeof putStateArgs>;

export const vPutStateResult = v.union(
  v.object({ status: v.literal("put"), version: v.number() }),
  v.object({ status: v.literal("conflict"), version: v.number() }),
);
/** Whether the state was put; `conflict` has the version of the stream, 0 without events, and nothing was written. */
export type PutStateResult = Infer<typeof vPutStateResult>;

export const closeStreamArgs = {
  ...vStreamKey.fields,
  reason: v.string(),
  actor: v.string(),
  expected: v.optional(v.union(v.number(), v.literal("exists"))),
  limits: v.optional(vLimits),
};
/** Which stream to close, why, and by whom; `expected` is the version that the stream must have. */
export type CloseStreamArgs = ObjectType<typeof closeStreamArgs>;

export const vCloseResult = v.union(
  vClosed,
  vClosed.omit("status").extend({ status: v.literal("alreadyClosed") }),
  vConflicted,
);
/** What closing a stream did: closed it, found it closed (with the first reason and time), or found another version. */
export type CloseResult = Infer<typeof vCloseResult>;
