import { defineBatchWorkerValidators } from "@convex-dev/batch-worker";
import { v } from "convex/values";
import { internalMutation, internalQuery } from "./_generated/server.js";
import * as dispatcher from "../server/loop/dispatcher.js";
import * as worker from "../server/loop/worker.js";

// The batch worker stores handles of these functions: their names must never change.

const dispatching = defineBatchWorkerValidators({
  batch: dispatcher.vDispatchBatch,
  cursor: dispatcher.vDispatcherCursor,
});
const working = defineBatchWorkerValidators({ batch: worker.vStep, cursor: v.number() });

/** The dispatcher's work query. */
export const findEvents = internalQuery({
  args: dispatching.vQueryArgs,
  returns: dispatching.vQueryReturns,
  handler: dispatcher.findEvents,
});

/** The dispatcher's mutation. */
export const dispatchEvents = internalMutation({
  args: dispatching.vMutationArgs,
  returns: dispatching.vMutationReturns,
  handler: dispatcher.dispatch,
});

/** The work query of every worker. */
export const findWork = internalQuery({
  args: working.vQueryArgs,
  returns: working.vQueryReturns,
  handler: worker.findWork,
});

/** The mutation of every worker. */
export const work = internalMutation({
  args: working.vMutationArgs,
  returns: working.vMutationReturns,
  handler: worker.work,
});
