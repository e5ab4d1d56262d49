import { vPosition } from "@convex-es/platform-base";
import { v, type Infer } from "convex/values";

/** A command that ran: the new version, the position of its last event (null without events), its events, and what else it reports. */
export const vExecuted = v.object({
  status: v.literal("executed"),
  version: v.number(),
  position: v.union(v.null(), vPosition),
  events: v.array(v.object({ id: v.string(), type: v.string(), version: v.number() })),
  result: v.optional(v.any()),
});

/** A command that a business rule refused: code, message and details. */
export const vRejected = v.object({
  status: v.literal("rejected"),
  code: v.string(),
  message: v.string(),
  details: v.any(),
});

/** The final outcome of a command that needs a single mutation. */
export const vOutcome = v.union(vExecuted, vRejected);
/** The end of a command that needs a single mutation: executed or rejected. */
export type Outcome = Infer<typeof vOutcome>;

/** An asynchronous command that failed: its work gave up, or its deadline passed (`DEADLINE_EXCEEDED`). */
export const vFailed = vRejected.omit("status").extend({ status: v.literal("failed") });

/** How a command ended; a repeat gets it back. */
export const vEnding = v.union(vExecuted, vRejected, vFailed);
/** The end of a command: executed, rejected, or failed after it was begun. */
export type Ending = Infer<typeof vEnding>;

/** An asynchronous command that has not ended; at `deadline` (ms since 1970) it fails. */
export const vPending = v.object({ status: v.literal("pending"), deadline: v.number() });

/** A command that has ended or is pending. */
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
/** One attempt to run a command; the payload itself stays in the app. */
export type Attempt = Infer<typeof vAttempt>;

/** The key of a record. */
export const vCommandKey = vAttempt.pick("tenant", "commandId");
export type CommandKey = Infer<typeof vCommandKey>;

/** An attempt with its causes, its start (ms since 1970), and how many ms its record is kept after its end. */
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
/** The start of an asynchronous command that must be completed before `deadline` (ms since 1970). */
export type Beginning = Infer<typeof vBeginning>;

/** The end of an asynchronous command. */
export const vCompleting = vCommandKey.extend({ outcome: vEnding });
export type Completing = Infer<typeof vCompleting>;

export const vCompletion = v.union(
  v.object({ status: v.literal("completed") }),
  v.object({ status: v.literal("settled"), outcome: vEnding }),
  v.object({ status: v.literal("unknown") }),
);
/** What a completion did: it ended the command, the command had ended before, or no command was begun under the id. */
export type Completion = Infer<typeof vCompletion>;

/** How a reuse of a command id differs from the first command. */
export const vDifference = v.union(v.literal("type"), v.literal("payload"), v.literal("caller"));
export type Difference = Infer<typeof vDifference>;

export const vSettlement = v.union(
  v.object({ status: v.literal("new") }),
  v.object({ status: v.literal("settled"), outcome: vEnding }),
  vPending,
  v.object({ status: v.literal("reused"), differs: vDifference }),
);
/** What an attempt is: new, a repeat with the first outcome, a repeat of a pending command, or a misuse of a taken id. */
export type Settlement = Infer<typeof vSettlement>;

export const vCommandRecord = vRecording
  .pick("type", "actorId", "correlationId", "causationId", "startedAt")
  .extend({ status: vStandingStatus, outcome: vStanding, recordedAt: v.number() });
/** A recorded command: who, what, when, why, and its status and outcome. */
export type CommandRecord = Infer<typeof vCommandRecord>;

/** Start and last change of the status (ms since 1970), and the ms between them once the command has ended. */
const vTiming = v.object({
  startedAt: v.number(),
  recordedAt: v.number(),
  durationMs: v.union(v.null(), v.number()),
});

/** What `bus.status` shows of a command: status, outcome, events, timing, who and why. */
export const vKnownCommand = vRecording
  .pick("commandId", "type", "actorId", "correlationId", "causationId")
  .extend({
    status: vStandingStatus,
    outcome: vStanding,
    events: vExecuted.fields.events,
    timing: vTiming,
  });
export type KnownCommand = Infer<typeof vKnownCommand>;

/** The status of a command id; `unknown` means that no command was committed under it. */
export const vCommandStatus = v.union(v.object({ status: v.literal("unknown") }), vKnownCommand);
/** The status of a command id, as `bus.status` returns it. */
export type CommandStatus = Infer<typeof vCommandStatus>;

/** Which part of a correlation to list: at most `limit` commands after `cursor`, or the first ones. */
export const vCorrelationQuery = v.object({
  tenant: v.string(),
  correlationId: v.string(),
  cursor: v.union(v.null(), v.string()),
  limit: v.number(),
});
export type CorrelationQuery = Infer<typeof vCorrelationQuery>;

/** A page of a correlation in the order of commits, each with its commit time; `isDone` tells that no command follows `cursor` so far. */
export const vCorrelationPage = v.object({
  commands: v.array(vKnownCommand.extend({ committedAt: v.int64() })),
  cursor: v.union(v.null(), v.string()),
  isDone: v.boolean(),
});
/** A page of the commands of a correlation, as `bus.listByCorrelation` returns it. */
export type CorrelationPage = Infer<typeof vCorrelationPage>;

/** What one batch of the purge did: how many rows it deleted, how many overdue commands it failed, and whether more are due. */
export const vPurged = v.object({ deleted: v.number(), failed: v.number(), more: v.boolean() });
export type Purged = Infer<typeof vPurged>;

export const vMisuse = vAttempt.extend({ differs: vDifference, attemptedAt: v.number() });
/** The audit entry of a refused reuse: the attempt, what differed, when (ms since 1970). */
export type Misuse = Infer<typeof vMisuse>;

/** How many records to take; at most 200 are. */
export const vTakeArgs = v.object({ limit: v.number() });

const vStoredCommand = vCaused.extend({
  outcome: v.union(vExecuted.omit("position"), vRejected, vFailed),
  position: vExecuted.fields.position,
  committedAt: v.int64(),
  recordedAt: v.number(),
  retentionMs: v.number(),
  expiresAt: v.number(),
});
const vStoredMisuse = vMisuse.extend({ expiresAt: v.number() });

/** Records of commands that have ended, and of misuses, as they are stored. */
export const vRecords = v.object({
  commands: v.array(vStoredCommand),
  misuses: v.array(vStoredMisuse),
});
export type Records = Infer<typeof vRecords>;

/** Records that are no longer in the place they were taken from; `isDone` tells that no other can be taken now. */
export const vTaken = vRecords.extend({ isDone: v.boolean() });
export type Taken = Infer<typeof vTaken>;
