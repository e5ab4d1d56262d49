import { v, type Infer } from "convex/values";
import { vFailure } from "./failure.js";

const vTimerKey = v.object({
  process: v.string(),
  tenant: v.string(),
  key: v.string(),
  name: v.string(),
});

export const vTimer = vTimerKey.extend({
  /** Never earlier than this, in milliseconds since 1970. */
  dueAt: v.number(),
  /** The id of what set it: a timer that is set again is another one. */
  setBy: v.string(),
  correlationId: v.string(),
  /** How many commands of processes lie behind it, each caused by the one before. */
  chain: v.number(),
});
/** A timer of an instance. An instance has at most one of each name. */
export type Timer = Infer<typeof vTimer>;

export const vTimerRow = vTimer.extend({
  worker: v.string(),
  /** When it is tried next; `Infinity` has no order, so that a parked one is at the end of time. */
  tryAt: v.number(),
  attempts: v.number(),
  error: v.optional(vFailure),
});

/** Where timers lie that wait for an operator. */
export const never = Number.MAX_SAFE_INTEGER;

export const vListedTimer = vTimer.extend({
  /** How often its reaction has failed. */
  attempts: v.number(),
  /** Whether its attempts are used up: it waits for an operator. */
  isParked: v.boolean(),
  error: v.optional(vFailure),
});
/** A timer that has not fired. */
export type ListedTimer = Infer<typeof vListedTimer>;

export const listTimersArgs = {
  process: v.string(),
  limit: v.number(),
};
export const retryTimerArgs = vTimerKey.fields;
