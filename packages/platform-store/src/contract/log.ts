import { v, type Infer, type ObjectType } from "convex/values";
import { vCategory, vStoredEvent, vTag } from "./events.js";

/**
 * How far one store's log has been read: to the committed event at (commitTs, ordinal) and, within the mutation that wrote
 * them, to its own event `own`. Own events are counted apart, because the commit decides their place.
 */
export const vLogPlace = v.object({
  commitTs: v.int64(),
  ordinal: v.number(),
  own: v.optional(v.number()),
});
export type LogPlace = Infer<typeof vLogPlace>;

export const vBuckets = v.object({ from: v.number(), to: v.number() });
/** A range of buckets, both ends included. */
export type Buckets = Infer<typeof vBuckets>;

/** What narrows the log: an event passes when it has one of each list and all of the tags. */
export const logFilterFields = {
  tenant: v.optional(v.string()),
  types: v.optional(v.array(v.string())),
  categories: v.optional(v.array(vCategory)),
  contexts: v.optional(v.array(v.string())),
  streamTypes: v.optional(v.array(v.string())),
  tags: v.optional(v.array(vTag)),
  /** Streams whose bucket lies in the range. */
  buckets: v.optional(vBuckets),
};
export type LogFilter = ObjectType<typeof logFilterFields>;

const vChosenBudget = v.object({
  documents: v.optional(v.number()),
  bytes: v.optional(v.number()),
});
export type ChosenBudget = Infer<typeof vChosenBudget>;

/** Where a page of the log starts, and how much it holds and reads. */
export const logPageFields = {
  after: v.optional(vLogPlace),
  limit: v.number(),
  budget: v.optional(vChosenBudget),
};

export const vLogPage = v.object({
  events: v.array(vStoredEvent),
  end: v.union(vLogPlace, v.null()),
  isDone: v.boolean(),
});
/** A page of the log; `end` is how far it has read, `null` without a single row; `isDone` tells that no row lies behind it. */
export type LogPage = Infer<typeof vLogPage>;

export const vScan = v.object({
  events: v.number(),
  types: v.array(v.string()),
  end: v.union(vLogPlace, v.null()),
  isDone: v.boolean(),
});
/** What a page of the log is about: how many events, of which types. */
export type Scan = Infer<typeof vScan>;

export const readLogArgs = { ...logFilterFields, ...logPageFields };
export const readCorrelationArgs = {
  ...logPageFields,
  tenant: v.string(),
  correlationId: v.string(),
};
export const readCausationArgs = { ...logPageFields, tenant: v.string(), causationId: v.string() };
