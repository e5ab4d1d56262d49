import { v } from "convex/values";
import { internalMutation, mutation, query } from "./_generated/server.js";
import * as beginning from "../server/begin.js";
import * as completing from "../server/complete.js";
import * as deadlines from "../server/failAtDeadline.js";
import * as finding from "../server/find.js";
import * as correlations from "../server/listByCorrelation.js";
import * as misuses from "../server/listMisuses.js";
import * as purging from "../server/purge.js";
import * as recording from "../server/record.js";
import * as settling from "../server/settle.js";
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
  vSettlement,
} from "../contract/shared.js";
import * as states from "../server/status.js";
import * as sweeping from "../server/sweep.js";

export const settle = mutation({
  args: vAttempt,
  returns: vSettlement,
  handler: (ctx, args) => settling.settle(ctx, args),
});

export const record = mutation({
  args: vRecording,
  returns: v.null(),
  handler: (ctx, args) => recording.record(ctx, args),
});

export const begin = mutation({
  args: vBeginning,
  returns: vSettlement,
  handler: (ctx, args) => beginning.begin(ctx, args),
});

export const complete = mutation({
  args: vCompleting,
  returns: vCompletion,
  handler: (ctx, args) => completing.complete(ctx, args),
});

export const status = query({
  args: vCommandKey,
  returns: vCommandStatus,
  handler: (ctx, args) => states.status(ctx, args),
});

export const listByCorrelation = query({
  args: vCorrelationQuery,
  returns: vCorrelationPage,
  handler: (ctx, args) => correlations.listByCorrelation(ctx, args),
});

export const find = query({
  args: vCommandKey,
  returns: v.union(v.null(), vCommandRecord),
  handler: (ctx, args) => finding.find(ctx, args),
});

export const listMisuses = query({
  args: { tenant: v.string(), limit: v.number() },
  returns: v.array(vMisuse),
  handler: (ctx, args) => misuses.listMisuses(ctx, args),
});

export const purge = mutation({
  args: {},
  returns: vPurged,
  handler: (ctx) => purging.purge(ctx),
});

export const sweep = internalMutation({
  args: {},
  returns: v.null(),
  handler: (ctx) => sweeping.sweep(ctx),
});

export const failAtDeadline = internalMutation({
  args: vCommandKey.extend({ deadline: v.number() }),
  returns: v.null(),
  handler: (ctx, args) => deadlines.failAtDeadline(ctx, args),
});
