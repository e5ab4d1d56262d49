import { v } from "convex/values";
import { vFailure } from "../../contract/failure.js";
import { vAsideEvent, vEdited, vLetterStatus } from "../../contract/letters.js";

export const letterFields = {
  worker: v.string(),
  consumer: v.string(),
  generation: v.number(),
  ...vAsideEvent.fields,
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
  consumer: v.string(),
  generation: v.number(),
  tenant: v.string(),
  key: v.string(),
  commitTs: v.int64(),
  ordinal: v.number(),
  store: v.string(),
  letter: v.id("letters"),
};
