import { v } from "convex/values";
import { mutation, query } from "./_generated/server.js";
import * as finding from "./find.js";
import * as misuses from "./listMisuses.js";
import * as recording from "./record.js";
import * as settling from "./settle.js";
import { vAttempt, vCommandRecord, vMisuse, vRecording, vSettlement } from "./shared.js";

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

export const find = query({
  args: vAttempt.pick("tenant", "commandId"),
  returns: v.union(v.null(), vCommandRecord),
  handler: (ctx, args) => finding.find(ctx, args),
});

export const listMisuses = query({
  args: { tenant: v.string(), limit: v.number() },
  returns: v.array(vMisuse),
  handler: (ctx, args) => misuses.listMisuses(ctx, args),
});
