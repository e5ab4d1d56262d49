import { v } from "convex/values";
import { mutation, query } from "./_generated/server.js";
import { vRebuildStatus, vStart } from "../contract/rebuilds.js";
import { vServedCursors } from "../contract/status.js";
import { vHandles } from "../contract/consumer.js";
import { saveHandles } from "../server/base/app.js";
import { wakeAll } from "../server/loop/safetyNet.js";
import * as workers from "../server/base/workers.js";
import * as rebuildStatus from "../server/builds/rebuildStatus.js";
import * as rebuilds from "../server/builds/startRebuild.js";
import * as letters from "../server/letters/findLetters.js";
import * as statuses from "../server/status/consumerStatuses.js";
import * as operators from "../server/status/pauseConsumer.js";

/** Makes sure that the dispatcher sees what the calling command has appended. */
export const wake = mutation({
  args: workers.wakeArgs,
  returns: v.null(),
  handler: workers.wake,
});

/** Starts every loop that has something to do and does not run. */
export const restart = mutation({
  args: vHandles.fields,
  returns: v.null(),
  handler: async (ctx, handles) => {
    await saveHandles(ctx, handles);
    return await wakeAll(ctx, {});
  },
});

/** How far the live generation of a consumer has come. */
export const servedCursors = query({
  args: { consumer: v.string() },
  returns: v.union(v.null(), vServedCursors),
  handler: statuses.servedCursors,
});

/** Whether events of each of some keys are aside. */
export const asideKeys = query({
  args: letters.asideKeysArgs,
  returns: v.array(v.boolean()),
  handler: letters.asideKeys,
});

/** Stops the workers of a consumer until they are resumed. */
export const pause = mutation({
  args: operators.pauseArgs,
  returns: v.null(),
  handler: operators.pause,
});

/** Lets the workers of a paused or halted consumer go on. */
export const resume = mutation({
  args: operators.pauseArgs,
  returns: v.null(),
  handler: operators.resume,
});

/** Starts to rebuild or verify a read model, all of it or a part. */
export const startRebuild = mutation({
  args: rebuilds.startRebuildArgs,
  returns: vStart,
  handler: rebuilds.startRebuild,
});

/** Gives up the running build of a consumer. */
export const cancelRebuild = mutation({
  args: rebuilds.operateRebuildArgs,
  returns: v.boolean(),
  handler: rebuilds.cancelRebuild,
});

/** Allows the running build of a consumer to be served although events of it are aside. */
export const forceRebuild = mutation({
  args: rebuilds.operateRebuildArgs,
  returns: v.boolean(),
  handler: rebuilds.forceRebuild,
});

/** The builds of a consumer, or of all, newest first. */
export const listRebuilds = query({
  args: { consumer: v.optional(v.string()), limit: v.optional(v.number()) },
  returns: v.array(vRebuildStatus),
  handler: rebuildStatus.listRebuilds,
});
