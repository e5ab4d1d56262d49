import { v } from "convex/values";
import { internalMutation } from "./_generated/server.js";
import { vDeclared } from "../contract/consumer.js";
import { pingAll } from "../server/base/workers.js";
import { startOver as startBuildOver, startOverArgs } from "../server/builds/startOver.js";
import { bringInLine } from "../server/builds/reconcile.js";

// Parts of work that would be too much for one transaction, or whose failure must not take the rest with it.

/** Starts some of many workers. */
export const startWorkers = internalMutation({
  args: { workers: v.array(v.string()) },
  returns: v.null(),
  handler: (ctx, { workers }) => pingAll(ctx, workers),
});

/** Starts builds over that have read events before an operator decided about them. */
export const startOver = internalMutation({
  args: startOverArgs,
  returns: v.null(),
  handler: startBuildOver,
});

/** Brings the generations of one consumer in line with its declaration. */
export const reconcileOne = internalMutation({
  args: { declared: vDeclared, isFirst: v.boolean(), before: v.union(v.string(), v.null()) },
  returns: v.null(),
  handler: bringInLine,
});
