import { v } from "convex/values";
import {
  vAttempt,
  vBeginning,
  vCommandKey,
  vCommandRecord,
  vCommandStatus,
  vCompleting,
  vCompletion,
  vCorrelationPage,
  vCorrelationQuery,
  vMisuse,
  vPurged,
  vRecording,
  vRecords,
  vSettlement,
  vTakeArgs,
  vTaken,
} from "../contract/commands.js";
import { begin as beginCommand } from "../server/begin.js";
import { find as findRecord, status as statusOf } from "../server/commandRecord.js";
import { complete as completeCommand, failAtDeadline as failOnTime } from "../server/complete.js";
import { listByCorrelation as listCommands } from "../server/listByCorrelation.js";
import { putRecords as putMoved, takeRecords as takeBatch } from "../server/moveRecords.js";
import { listMisuses as latestMisuses } from "../server/misuses.js";
import { purge as purgeBatch, sweep as purgeAll } from "../server/purge.js";
import { record as recordOutcome } from "../server/record.js";
import { settle as settleAttempt } from "../server/settle.js";
import { internalMutation, mutation, query } from "./_generated/server.js";

/** Tells whether an attempt is new, a repeat or a misuse. */
export const settle = mutation({
  args: vAttempt,
  returns: vSettlement,
  handler: settleAttempt,
});

/** Stores the final outcome of a command. */
export const record = mutation({
  args: vRecording,
  returns: v.null(),
  handler: recordOutcome,
});

/** Settles an attempt and records a new one as pending. */
export const begin = mutation({
  args: vBeginning,
  returns: vSettlement,
  handler: beginCommand,
});

/** Ends a pending command. */
export const complete = mutation({
  args: vCompleting,
  returns: vCompletion,
  handler: completeCommand,
});

/** The status of a command id. */
export const status = query({
  args: vCommandKey,
  returns: vCommandStatus,
  handler: statusOf,
});

/** One page of the commands of a correlation. */
export const listByCorrelation = query({
  args: vCorrelationQuery,
  returns: vCorrelationPage,
  handler: listCommands,
});

/** The record of a command id. */
export const find = query({
  args: vCommandKey,
  returns: v.union(v.null(), vCommandRecord),
  handler: findRecord,
});

/** The latest misuses of a tenant's command ids. */
export const listMisuses = query({
  args: { tenant: v.string(), limit: v.number() },
  returns: v.array(vMisuse),
  handler: latestMisuses,
});

/** One batch of housekeeping. */
export const purge = mutation({
  args: {},
  returns: vPurged,
  handler: (ctx) => purgeBatch(ctx),
});

/** All that is due, batch after batch; the cron runs it. */
export const sweep = internalMutation({
  args: {},
  returns: v.null(),
  handler: (ctx) => purgeAll(ctx),
});

/** Fails a command at its deadline, unless it has ended. */
export const failAtDeadline = internalMutation({
  args: vCommandKey.extend({ deadline: v.number() }),
  returns: v.null(),
  handler: failOnTime,
});

/** Takes a batch of records out, to be put elsewhere. */
export const takeRecords = mutation({
  args: vTakeArgs,
  returns: vTaken,
  handler: takeBatch,
});

/** Puts records that were taken elsewhere. */
export const putRecords = mutation({
  args: vRecords,
  returns: v.null(),
  handler: putMoved,
});
