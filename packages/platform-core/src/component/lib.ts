import { v } from "convex/values";
import { mutation, query } from "./_generated/server.js";
import { asideKeys as keysAside, asideKeysArgs } from "../server/letters/asideKeys.js";
import {
  pause as pauseIt,
  pauseArgs,
  resume as resumeIt,
} from "../server/status/pauseProjection.js";
import {
  cancelRebuild as cancelIt,
  forceRebuild as forceIt,
  operateRebuildArgs,
} from "../server/builds/operateRebuild.js";
import { listRebuilds as rebuildsListed } from "../server/builds/rebuildStatus.js";
import { servedCursors as cursorsServed } from "../server/status/servedCursors.js";
import { startRebuild as startIt, startRebuildArgs } from "../server/builds/startRebuild.js";
import { wake as wakeDispatcher, wakeArgs } from "../server/base/wake.js";
import { vRebuildStatus, vStart } from "../contract/rebuilds.js";
import { vServedCursors } from "../contract/status.js";

/** Makes sure that somebody looks at what the calling command has appended. */
export const wake = mutation({
  args: wakeArgs,
  returns: v.null(),
  handler: wakeDispatcher,
});

/** How far the served generation of a consumer has come. */
export const servedCursors = query({
  args: { consumer: v.string() },
  returns: v.union(v.null(), vServedCursors),
  handler: cursorsServed,
});

/** Which rows have events aside. */
export const asideKeys = query({
  args: asideKeysArgs,
  returns: v.array(v.boolean()),
  handler: keysAside,
});

/** Stops a consumer's workers, until they are told to go on. */
export const pause = mutation({ args: pauseArgs, returns: v.null(), handler: pauseIt });

/** Has a consumer's workers go on. */
export const resume = mutation({ args: pauseArgs, returns: v.null(), handler: resumeIt });

/** Starts to rebuild or verify a read model, all of it or a part. */
export const startRebuild = mutation({ args: startRebuildArgs, returns: vStart, handler: startIt });

/** Gives up the build of a consumer that runs. */
export const cancelRebuild = mutation({
  args: operateRebuildArgs,
  returns: v.boolean(),
  handler: cancelIt,
});

/** Has a build served although events of it are aside. */
export const forceRebuild = mutation({
  args: operateRebuildArgs,
  returns: v.boolean(),
  handler: forceIt,
});

/** The builds of a consumer, or of all. */
export const listRebuilds = query({
  args: { consumer: v.optional(v.string()), limit: v.optional(v.number()) },
  returns: v.array(vRebuildStatus),
  handler: rebuildsListed,
});
