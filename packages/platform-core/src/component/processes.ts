import { v } from "convex/values";
import { mutation, query } from "./_generated/server.js";
import {
  listInstancesArgs,
  loadHeadsArgs,
  readStepsArgs,
  saveStepsArgs,
  vHead,
  vInstance,
  vInstancePage,
  vStep,
} from "../contract/processes.js";
import { listTimersArgs, retryTimerArgs, vListedTimer } from "../contract/timers.js";
import * as timers from "../server/processes/timers.js";
import * as steps from "../server/processes/processSteps.js";

/** The newest step of each of some instances. */
export const loadHeads = query({
  args: loadHeadsArgs,
  returns: v.array(v.union(v.null(), vHead)),
  handler: steps.loadHeads,
});

/** Writes the steps of a page. */
export const saveSteps = mutation({
  args: saveStepsArgs,
  returns: v.null(),
  handler: steps.saveSteps,
});

/** A page of the instances of a process. */
export const list = query({
  args: listInstancesArgs,
  returns: vInstancePage,
  handler: steps.listInstances,
});

/** One instance by its key. */
export const find = query({
  args: { process: v.string(), tenant: v.string(), key: v.string() },
  returns: v.union(v.null(), vInstance),
  handler: steps.findInstance,
});

/** Steps of an instance. */
export const readSteps = query({
  args: readStepsArgs,
  returns: v.array(vStep),
  handler: steps.readSteps,
});

/** How many events of a process no instance went on with. */
export const ignored = query({
  args: { process: v.string() },
  returns: v.number(),
  handler: steps.ignoredOf,
});

/** The timers of a process that have not fired. */
export const listTimers = query({
  args: listTimersArgs,
  returns: v.array(vListedTimer),
  handler: timers.listTimers,
});

/** Has a timer that failed tried again. */
export const retryTimer = mutation({
  args: retryTimerArgs,
  returns: v.boolean(),
  handler: timers.retryTimer,
});
