import { v } from "convex/values";
import { mutation, query } from "./_generated/server.js";
import { append as appendEvents } from "../server/append.js";
import { vAppendResult } from "../contract/appendResult.js";
import { listAudits as latestAudits, listAuditsArgs } from "../server/audit.js";
import { vAudit } from "../contract/auditEntry.js";
import { closeStream as close, closeStreamArgs, vCloseResult } from "../server/closeStream.js";
import { readEvent as readEventById } from "../server/findEvent.js";
import { loadState as loadHead, vLoaded } from "../server/head.js";
import { listStreams as listHeads, listStreamsArgs, vStreamList } from "../server/listStreams.js";
import { logEnd as newestPlace } from "../server/logEnd.js";
import { vLogPage } from "../server/logPage.js";
import { vLogPlace } from "../contract/logPlace.js";
import { putState as replaceState, putStateArgs, vPutStateResult } from "../server/putState.js";
import { readLog as readLogPage, readLogArgs } from "../server/readLog.js";
import { readStream as readStreamPage, readStreamArgs, vStreamPage } from "../server/readStream.js";
import {
  readCausation as readCausationPage,
  readCausationArgs,
  readCorrelation as readCorrelationPage,
  readCorrelationArgs,
} from "../server/readTrace.js";
import { scanLog as scanLogPage, scanLogArgs, vScan } from "../server/scanLog.js";
import { appendArgs, vStoredEvent, vStreamKey } from "../contract/shared.js";

/** Appends to one or several streams, all or nothing. */
export const append = mutation({
  args: appendArgs,
  returns: vAppendResult,
  handler: appendEvents,
});

/** The version and state of one stream. */
export const loadState = query({
  args: vStreamKey.fields,
  returns: v.union(v.null(), vLoaded),
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

/** What one page of the log is about. */
export const scanLog = query({
  args: scanLogArgs,
  returns: vScan,
  handler: scanLogPage,
});

/** The place of the newest event. */
export const logEnd = query({
  args: {},
  returns: v.union(v.null(), vLogPlace),
  handler: newestPlace,
});

/** One event by its id. */
export const readEvent = query({
  args: { tenant: v.string(), id: v.string() },
  returns: v.union(v.null(), vStoredEvent),
  handler: readEventById,
});

/** One page of the events that share a correlation id. */
export const readCorrelation = query({
  args: readCorrelationArgs,
  returns: vLogPage,
  handler: readCorrelationPage,
});

/** One page of the events that one command or event caused directly. */
export const readCausation = query({
  args: readCausationArgs,
  returns: vLogPage,
  handler: readCausationPage,
});

/** Closes a stream for good. */
export const closeStream = mutation({
  args: closeStreamArgs,
  returns: vCloseResult,
  handler: close,
});

/** The latest refusals and closings of a tenant. */
export const listAudits = query({
  args: listAuditsArgs,
  returns: v.array(vAudit),
  handler: latestAudits,
});

/** Replaces the state of one stream at an exact version, without an event. */
export const putState = mutation({
  args: putStateArgs,
  returns: vPutStateResult,
  handler: replaceState,
});

/** One page of the streams of a type with their versions and states. */
export const listStreams = query({
  args: listStreamsArgs,
  returns: vStreamList,
  handler: listHeads,
});
