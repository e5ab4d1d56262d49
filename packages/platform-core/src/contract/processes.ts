import { vPosition } from "@convex-es/platform-base";
import { v, type Infer } from "convex/values";
import { vTimer } from "./timers.js";

export const vInstanceStatus = v.union(
  v.literal("processing"),
  v.literal("completed"),
  v.literal("failed"),
);
/** How an instance of a process stands. */
export type InstanceStatus = Infer<typeof vInstanceStatus>;

const vSent = v.object({
  command: v.string(),
  commandId: v.string(),
  status: v.union(v.literal("executed"), v.literal("rejected")),
  /** Of a rejection. */
  code: v.optional(v.string()),
});
/** A command that a step sent, and how it ended. */
export type Sent = Infer<typeof vSent>;

const vInstanceKey = v.object({ process: v.string(), tenant: v.string(), key: v.string() });

export const vStep = vInstanceKey.extend({
  /** Counts the steps of an instance from 1. */
  n: v.number(),
  input: v.object({ id: v.string(), type: v.string() }),
  /** The place of the input in the log: an event at or before it is not handled again. */
  seen: vPosition,
  sent: v.array(vSent),
  /** After the step, in the shape of the process's version. */
  state: v.any(),
  /** The timers it set, with the times they are due, and those it cancelled. */
  timers: v.optional(v.array(v.object({ name: v.string(), dueAt: v.number() }))),
  cancelled: v.optional(v.array(v.string())),
  version: v.number(),
  status: vInstanceStatus,
  /** Why it failed. */
  code: v.optional(v.string()),
  correlationId: v.string(),
  /** When it was handled, in milliseconds since 1970. */
  at: v.number(),
});
/** One handled event of an instance: what it did, and the state after it. The newest step is the instance. */
export type ProcessStep = Infer<typeof vStep>;

export const vHead = vStep.pick("n", "seen", "state", "version", "status");
/** An instance, as far as going on needs it. */
export type InstanceHead = Infer<typeof vHead>;

export const vInstance = vInstanceKey.extend({
  status: vInstanceStatus,
  code: v.optional(v.string()),
  startedAt: v.number(),
  /** When its status last changed, in milliseconds since 1970. */
  movedAt: v.number(),
  correlationId: v.string(),
});
/** One instance of a process. */
export type ProcessInstance = Infer<typeof vInstance>;

export const loadHeadsArgs = {
  process: v.string(),
  keys: v.array(v.object({ tenant: v.string(), key: v.string() })),
};

export const saveStepsArgs = {
  process: v.string(),
  steps: v.array(vStep),
  /** The timers that are set at the end, and names of those that are not. */
  timers: v.array(vTimer),
  cancelled: v.array(v.object({ tenant: v.string(), key: v.string(), name: v.string() })),
  /** Events that were left out, since no instance goes on with them. */
  ignored: v.number(),
};

export const listInstancesArgs = {
  process: v.string(),
  status: v.optional(vInstanceStatus),
  tenant: v.optional(v.string()),
  limit: v.number(),
  cursor: v.union(v.null(), v.number()),
};
export const vInstancePage = v.object({
  instances: v.array(vInstance),
  /** Where the next page goes on; `null` at the end. */
  cursor: v.union(v.null(), v.number()),
});
/** A page of instances, those that moved last first. */
export type InstancePage = Infer<typeof vInstancePage>;

export const readStepsArgs = {
  ...vInstanceKey.fields,
  after: v.number(),
  limit: v.number(),
};
