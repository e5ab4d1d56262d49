import { type Infer, v } from "convex/values";

/** Where an event stands in the log: commit time, ordinal within the commit, store instance. */
const vPosition = v.object({
  commitTs: v.commitTs(),
  ordinal: v.number(),
  store: v.string(),
});

/** A command that ran: the version it led to, its last position (null for a no-op), its events, and what else its kind reports. */
export const vExecuted = v.object({
  status: v.literal("executed"),
  version: v.number(),
  position: v.union(v.null(), vPosition),
  events: v.array(v.object({ id: v.string(), type: v.string(), version: v.number() })),
  result: v.optional(v.any()),
});

/** A command the domain refused, with its code, message and details. */
export const vRejected = v.object({
  status: v.literal("rejected"),
  code: v.string(),
  message: v.string(),
  details: v.any(),
});

/** What deciding a command leads to: the final outcome of one that needs a single mutation. */
export const vOutcome = v.union(vExecuted, vRejected);
/** The end of a command that needs a single mutation: executed or rejected. */
export type Outcome = Infer<typeof vOutcome>;

/** An asynchronous command that came to nothing: its work gave up, or its deadline passed (`DEADLINE_EXCEEDED`). */
export const vFailed = vRejected.omit("status").extend({ status: v.literal("failed") });

/** How a command ended: what a duplicate gets back. */
export const vEnding = v.union(vExecuted, vRejected, vFailed);
/** The end of a command: executed, rejected, or failed after it was begun. */
export type Ending = Infer<typeof vEnding>;

/** An asynchronous command whose work goes on, at the latest until `deadline` (ms since 1970). */
export const vPending = v.object({ status: v.literal("pending"), deadline: v.number() });

/** How things stand with a command: ended, or still going on. */
export const vStanding = v.union(vExecuted, vRejected, vFailed, vPending);
export type Standing = Infer<typeof vStanding>;
const vStandingStatus = v.union(
  vExecuted.fields.status,
  vRejected.fields.status,
  vFailed.fields.status,
  vPending.fields.status,
);

export const vAttempt = v.object({
  tenant: v.string(),
  commandId: v.string(),
  type: v.string(),
  fingerprint: v.string(),
  actorId: v.string(),
});
/** One attempt to run a command, as the dedupe sees it; the payload itself stays in the app. */
export type Attempt = Infer<typeof vAttempt>;

/** What a record is found by. */
export const vCommandKey = vAttempt.pick("tenant", "commandId");
export type CommandKey = Infer<typeof vCommandKey>;

/** An attempt with its causes and start time (ms since 1970), and how long its record is kept once it has ended. */
export const vCaused = vAttempt.extend({
  correlationId: v.string(),
  causationId: v.union(v.null(), v.string()),
  startedAt: v.number(),
  retentionMs: v.optional(v.number()),
});

export const vRecording = vCaused.extend({ outcome: vOutcome });
/** A finished attempt. */
export type Recording = Infer<typeof vRecording>;

export const vBeginning = vCaused.extend({ deadline: v.number() });
/** The start of an asynchronous command, which has until `deadline` (ms since 1970) to be completed. */
export type Beginning = Infer<typeof vBeginning>;

/** The end of an asynchronous command. */
export const vCompleting = vCommandKey.extend({ outcome: vEnding });
export type Completing = Infer<typeof vCompleting>;

export const vCompletion = v.union(
  v.object({ status: v.literal("completed") }),
  v.object({ status: v.literal("settled"), outcome: vEnding }),
  v.object({ status: v.literal("unknown") }),
);
/** What became of a completion: it counts, the command had ended before, or nothing was ever begun under the id. */
export type Completion = Infer<typeof vCompletion>;

/** What made a reuse of a command id a misuse. */
export const vDifference = v.union(v.literal("type"), v.literal("payload"), v.literal("caller"));
export type Difference = Infer<typeof vDifference>;

export const vSettlement = v.union(
  v.object({ status: v.literal("new") }),
  v.object({ status: v.literal("settled"), outcome: vEnding }),
  vPending,
  v.object({ status: v.literal("reused"), differs: vDifference }),
);
/** The dedupe's answer: go on, here is the first outcome, it is under way, or the id is taken by something else. */
export type Settlement = Infer<typeof vSettlement>;

export const vCommandRecord = vRecording
  .pick("type", "actorId", "correlationId", "causationId", "startedAt")
  .extend({ status: vStandingStatus, outcome: vStanding, recordedAt: v.number() });
/** A recorded command as it is shown: who, what, when, why, and how it stands. */
export type CommandRecord = Infer<typeof vCommandRecord>;

/** Start, last change of the status, and what lies between them once the command has ended; in ms (since 1970). */
const vTiming = v.object({
  startedAt: v.number(),
  recordedAt: v.number(),
  durationMs: v.union(v.null(), v.number()),
});

/** A command as its status is shown: how it stands, its events, its timing, who and why. */
export const vKnownCommand = vRecording
  .pick("commandId", "type", "actorId", "correlationId", "causationId")
  .extend({
    status: vStandingStatus,
    outcome: vStanding,
    events: vExecuted.fields.events,
    timing: vTiming,
  });
export type KnownCommand = Infer<typeof vKnownCommand>;

/** The status of a command id; `unknown` means that nothing happened. */
export const vCommandStatus = v.union(v.object({ status: v.literal("unknown") }), vKnownCommand);
/** What is known of a command id, as `bus.status` answers. */
export type CommandStatus = Infer<typeof vCommandStatus>;

/** Which part of a correlation to list: at most `limit` commands after `cursor`, or the first ones. */
export const vCorrelationQuery = v.object({
  tenant: v.string(),
  correlationId: v.string(),
  cursor: v.union(v.null(), v.string()),
  limit: v.number(),
});
export type CorrelationQuery = Infer<typeof vCorrelationQuery>;

/** A page of a correlation in the order of commits; `isDone` says that nothing follows `cursor` as yet. */
export const vCorrelationPage = v.object({
  commands: v.array(vKnownCommand),
  cursor: v.union(v.null(), v.string()),
  isDone: v.boolean(),
});
/** Some commands of a correlation, as `bus.listByCorrelation` answers. */
export type CorrelationPage = Infer<typeof vCorrelationPage>;

/** What one batch of the purge did: rows deleted, overdue commands failed, and whether more are due. */
export const vPurged = v.object({ deleted: v.number(), failed: v.number(), more: v.boolean() });
export type Purged = Infer<typeof vPurged>;

export const vMisuse = vAttempt.extend({ differs: vDifference, attemptedAt: v.number() });
/** The audit entry of a refused reuse: the attempt, what differed, when (ms since 1970). */
export type Misuse = Infer<typeof vMisuse>;
