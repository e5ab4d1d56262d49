import { v } from "convex/values";
import { appendArgs, vAppendResult } from "../contract/append.js";
import { listAuditsArgs, vAudit } from "../contract/audits.js";
import { vStoredEvent, vStreamKey } from "../contract/events.js";
import {
  logPageFields,
  readCausationArgs,
  readCorrelationArgs,
  readLogArgs,
  vLogPage,
  vLogPlace,
  vScan,
} from "../contract/log.js";
import {
  closeStreamArgs,
  listStreamsArgs,
  putStateArgs,
  readStreamArgs,
  vCloseResult,
  vLoaded,
  vPutStateResult,
  vStreamList,
  vStreamPage,
} from "../contract/streams.js";
import { append as appendEvents } from "../server/append.js";
import { listAudits as latestAudits } from "../server/audits.js";
import { closeStream as close } from "../server/closeStream.js";
import {
  listStreams as listHeads,
  loadState as loadHead,
  putState as replaceState,
} from "../server/heads.js";
import {
  logEnd as newestPlace,
  readCausation as readCausationPage,
  readCorrelation as readCorrelationPage,
  readLog as readLogPage,
  scanLog as scanLogPage,
} from "../server/readLog.js";
import { readStream as readStreamPage } from "../server/readStream.js";
import { readEvent as readEventById } from "../server/storedEvent.js";
import { mutation, query } from "./_generated/server.js";

// The records of commands, as the component commandBus serves them.
export {
  begin,
  complete,
  failAtDeadline,
  find,
  listByCorrelation,
  listMisuses,
  purge,
  putRecords,
  record,
  settle,
  status,
  sweep,
  takeRecords,
} from "@convex-es/platform-bus/functions";

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
  args: logPageFields,
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
