import { v } from "convex/values";
import { mutation, query } from "./_generated/server.js";
import { append as appendEvents } from "./append.js";
import { loadState as loadHead } from "./head.js";
import { readLog as readLogPage, readLogArgs, vLogPage } from "./readLog.js";
import { readStream as readStreamPage, readStreamArgs, vStreamPage } from "./readStream.js";
import { appendArgs, vAppendResult, vState, vStreamKey } from "./shared.js";

/** Appends to one or several streams, all or nothing. */
export const append = mutation({
  args: appendArgs,
  returns: vAppendResult,
  handler: appendEvents,
});

/** The version and state of one stream. */
export const loadState = query({
  args: vStreamKey.fields,
  returns: v.union(v.null(), v.object({ version: v.number(), state: v.union(v.null(), vState) })),
  handler: loadHead,
});

/** One page of one stream. */
export const readStream = query({
  args: readStreamArgs,
  returns: vStreamPage,
  handler: readStreamPage,
});

/** One page of the log, in commit order. */
export const readLog = query({
  args: readLogArgs,
  returns: vLogPage,
  handler: readLogPage,
});
