import { defineBatchWorkerValidators } from "@convex-dev/batch-worker";
import { v } from "convex/values";
import { internalMutation, internalQuery } from "./_generated/server.js";
import { dispatch, vDispatchBatch, vDispatcherCursor } from "../server/loop/dispatch.js";
import { findEvents as findNewEvents } from "../server/loop/findEvents.js";
import { findWork as findWorkOf } from "../server/loop/findWork.js";
import { vStep, work as workOn } from "../server/loop/work.js";

const dispatching = defineBatchWorkerValidators({
  batch: vDispatchBatch,
  cursor: vDispatcherCursor,
});
const working = defineBatchWorkerValidators({ batch: vStep });

/** The dispatcher's work query. */
export const findEvents = internalQuery({
  args: dispatching.vQueryArgs,
  returns: dispatching.vQueryReturns,
  handler: findNewEvents,
});

/** The dispatcher's mutation. */
export const dispatchEvents = internalMutation({
  args: dispatching.vMutationArgs,
  returns: v.null(),
  handler: dispatch,
});

/** The work query of every worker. */
export const findWork = internalQuery({
  args: working.vQueryArgs,
  returns: working.vQueryReturns,
  handler: findWorkOf,
});

/** The mutation of every worker. */
export const work = internalMutation({
  args: working.vMutationArgs,
  returns: working.vMutationReturns,
  handler: workOn,
});
