import { type Infer, v } from "convex/values";

/** Where an event stands in the log: commit time, ordinal within the commit, store instance. */
export const vPosition = v.object({
  commitTs: v.commitTs(),
  ordinal: v.number(),
  store: v.string(),
});

/** A command that ran: the version it led to, its last position (null for a no-op), its events. */
export const vExecuted = v.object({
  status: v.literal("executed"),
  version: v.number(),
  position: v.union(v.null(), vPosition),
  events: v.array(v.object({ id: v.string(), type: v.string(), version: v.number() })),
});

/** A command the domain refused, with its code, message and details. */
export const vRejected = v.object({
  status: v.literal("rejected"),
  code: v.string(),
  message: v.string(),
  details: v.any(),
});

/** The final outcome of a command: what a duplicate gets back. */
export const vOutcome = v.union(vExecuted, vRejected);
export type Outcome = Infer<typeof vOutcome>;

/** One attempt to run a command, as the dedupe sees it; the payload itself stays in the app. */
export const vAttempt = v.object({
  tenant: v.string(),
  commandId: v.string(),
  type: v.string(),
  fingerprint: v.string(),
  actorId: v.string(),
});
export type Attempt = Infer<typeof vAttempt>;

/** A finished attempt with its causes, start time (ms since the epoch) and outcome. */
export const vRecording = vAttempt.extend({
  correlationId: v.string(),
  causationId: v.union(v.null(), v.string()),
  startedAt: v.number(),
  outcome: vOutcome,
});
export type Recording = Infer<typeof vRecording>;

/** What made a reuse of a command id a misuse. */
export const vDifference = v.union(v.literal("type"), v.literal("payload"), v.literal("caller"));
export type Difference = Infer<typeof vDifference>;

/** The dedupe's answer: go on, here is the first outcome, or the id is taken by something else. */
export const vSettlement = v.union(
  v.object({ status: v.literal("new") }),
  v.object({ status: v.literal("settled"), outcome: vOutcome }),
  v.object({ status: v.literal("reused"), differs: vDifference }),
);
export type Settlement = Infer<typeof vSettlement>;

/** A recorded command as it is shown: who, what, when, why, and how it ended. */
export const vCommandRecord = vRecording
  .pick("type", "actorId", "correlationId", "causationId", "startedAt", "outcome")
  .extend({
    status: v.union(vExecuted.fields.status, vRejected.fields.status),
    recordedAt: v.number(),
  });
export type CommandRecord = Infer<typeof vCommandRecord>;

/** The audit entry of a refused reuse: the attempt, what differed, when (ms since the epoch). */
export const vMisuse = vAttempt.extend({ differs: vDifference, attemptedAt: v.number() });
export type Misuse = Infer<typeof vMisuse>;
