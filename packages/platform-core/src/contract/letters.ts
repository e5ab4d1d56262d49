import { v, type Infer } from "convex/values";
import { vFailure, type Failure } from "./failure.js";

export const vFailedPage = v.object({
  ...vFailure.fields,
  /** How often in a row, where no event is to blame. */
  times: v.number(),
  /** When it is tried again, where no event is to blame. */
  retryAt: v.optional(v.number()),
});

export const vLetterStatus = v.union(
  /** The first of each of its keys: tried again when it is due. */
  v.literal("retrying"),
  /** An earlier one of its keys is aside. */
  v.literal("waiting"),
  /** Its attempts are used up: it waits for an operator, and later ones of its keys for it. */
  v.literal("parked"),
  /** Left out by the policy of its consumer: kept to be looked at. */
  v.literal("skipped"),
  /** Left out by an operator: kept to be looked at. */
  v.literal("discarded"),
);
export type LetterStatus = Infer<typeof vLetterStatus>;

const asideEventFields = {
  store: v.string(),
  eventId: v.string(),
  tenant: v.string(),
  streamType: v.string(),
  streamId: v.string(),
  version: v.number(),
  /** The type under which it is stored. */
  type: v.string(),
  commitTs: v.int64(),
  ordinal: v.number(),
  /** The rows it concerns; where none could be computed, its stream stands for them. */
  keys: v.array(v.string()),
};
export const vAsideEvent = v.object(asideEventFields);
/** A stored event that is put aside: where it lies, and which rows it concerns. */
export type AsideEvent = Infer<typeof vAsideEvent>;

export const vEdited = v.object({ payload: v.any(), schemaVersion: v.number() });
/** What an operator wrote in place of a payload, and the version of the event it is written in. */
export type Edited = Infer<typeof vEdited>;

/** An event to put aside: for its own failure, or (`null`) because earlier ones of its rows are aside. */
export type Aside = { event: AsideEvent; error: Failure | null };

export const vLetterFilter = v.object({
  consumer: v.optional(v.string()),
  tenant: v.optional(v.string()),
  /** A row's key. */
  key: v.optional(v.string()),
  /** The type under which the event is stored. */
  type: v.optional(v.string()),
  status: v.optional(vLetterStatus),
  /** The code of what the last attempt failed with. */
  errorCode: v.optional(v.string()),
  /** Put aside before this time, in milliseconds since 1970. */
  before: v.optional(v.number()),
});
/** Which letters are meant: those that have all of it. */
export type ComponentLetterFilter = Infer<typeof vLetterFilter>;

const vCount = v.union(v.number(), v.literal("more"));

export const vLetterCounts = v.object({
  retrying: vCount,
  waiting: vCount,
  parked: vCount,
  skipped: vCount,
  discarded: vCount,
});
/** How many letters there are of each status, `"more"` than 100. */
export type LetterCounts = Infer<typeof vLetterCounts>;

export const vOperated = v.object({
  /** How many letters have changed. */
  changed: v.number(),
  /** Where to go on; `null`: all have been looked at. */
  cursor: v.union(v.number(), v.null()),
});
export type Operated = Infer<typeof vOperated>;
