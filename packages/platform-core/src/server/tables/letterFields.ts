import { v, type Infer } from "convex/values";
import { vFailure } from "../base/failure.js";

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

export const asideEventFields = {
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

export const letterFields = {
  worker: v.string(),
  projection: v.string(),
  generation: v.number(),
  ...asideEventFields,
  status: vLetterStatus,
  attempts: v.number(),
  /** When it is tried again; only while it is retried. */
  dueAt: v.optional(v.number()),
  error: v.optional(vFailure),
  edited: v.optional(vEdited),
  putAsideAt: v.number(),
  lastTriedAt: v.optional(v.number()),
  /** Since when an attempt runs that may end without a trace. */
  claimedAt: v.optional(v.number()),
};

export const vLetter = v.object({
  _id: v.id("letters"),
  _creationTime: v.number(),
  ...letterFields,
});

export const letterKeyFields = {
  projection: v.string(),
  generation: v.number(),
  tenant: v.string(),
  key: v.string(),
  commitTs: v.int64(),
  ordinal: v.number(),
  store: v.string(),
  letter: v.id("letters"),
};
