import { vAttempt, vCaused, vOutcome, vSettlement } from "@convex-es/platform-bus/library";
import { v, type Infer, type ObjectType } from "convex/values";
import { vStreamAppend } from "./append.js";
import { vNewEvent, vStreamKey, vStreamName } from "./events.js";
import { vLimits } from "./limits.js";
import { vLoaded } from "./streams.js";

/** Which stream a command is about, and the attempt to settle; a command that cannot come again has none. */
export const openArgs = {
  tenant: v.string(),
  stream: vStreamName,
  attempt: v.optional(vAttempt.omit("tenant")),
};
export type OpenArgs = ObjectType<typeof openArgs>;

export const vOpened = v.object({ settlement: vSettlement, head: v.union(v.null(), vLoaded) });
/** What a command finds: how its attempt was settled and, for a new one, the head of its stream. */
export type Opened = Infer<typeof vOpened>;

/** The events that a command decided, by stream, each with the version it was decided at. */
const vDecided = v.object({
  status: v.literal("decided"),
  // Their ids are derived: a command that comes again is known by its own id.
  streams: v.array(vStreamAppend.extend({ events: v.array(vNewEvent.omit("id")) })),
});

const vDecision = vCaused.extend({ ending: v.union(vOutcome, vDecided) });
/** A command that was opened and decided: its events, or how it ended without any. */
export type Decision = Infer<typeof vDecision>;

export const commitArgs = {
  /** The name under which the app mounts this store: positions in outcomes tell it. */
  store: v.string(),
  commands: v.array(vDecision),
  limits: v.optional(vLimits),
};
export type CommitArgs = ObjectType<typeof commitArgs>;

export const vCommitResult = v.union(
  v.object({ status: v.literal("committed"), outcomes: v.array(vOutcome) }),
  v.object({ status: v.literal("changed"), command: v.number() }),
);
/**
 * All commands are written, each with its outcome; or nothing is, because the stream of one is no longer as it was decided upon
 * (`command` is its index): another version, or closed.
 */
export type CommitResult = Infer<typeof vCommitResult>;

export const loadStatesArgs = { streams: v.array(vStreamKey) };
/** The heads of streams, in the order in which they were asked for; `null` for one without events. */
export const vStates = v.array(v.union(v.null(), vLoaded));
