import { vLogPosition } from "@convex-es/platform-base";
import { v, type Infer } from "convex/values";
import { vAssert, vClosing, vStoredEvent } from "./shared.js";

const vWritten = v.object({
  position: vLogPosition,
  streams: v.array(
    v.object({
      ...vAssert.omit("expected").fields,
      version: v.number(),
      events: v.array(
        v.object({ id: v.string(), type: v.string(), version: v.number(), ordinal: v.number() }),
      ),
    }),
  ),
});
/** What an append wrote: the position of its last event, and of each stream the version and the events. */
export type Written = Infer<typeof vWritten>;

export const vConflict = v.object({
  ...vAssert.fields,
  version: v.number(),
  eventsBetween: v.number(),
  events: v.array(vStoredEvent),
});
/** One expectation that did not hold: the current version, and the first of the events in between. */
export type Conflict = Infer<typeof vConflict>;

export const vConflicted = v.object({
  status: v.literal("conflict"),
  conflicts: v.array(vConflict),
});

const vAppended = vWritten.extend({ status: v.literal("appended") });

// Written by an earlier append with the same key or event ids and the same content.
const vDuplicate = vWritten.extend({ status: v.literal("duplicate") });

export const vClosed = v.object({
  status: v.literal("closed"),
  ...vAssert.omit("expected").fields,
  version: v.number(),
  ...vClosing.fields,
});

export const vKeyReused = v.object({
  status: v.literal("keyReused"),
  by: v.union(v.literal("idempotencyKey"), v.literal("eventId")),
  key: v.string(),
});

export const vPartialDuplicate = v.object({
  status: v.literal("partialDuplicate"),
  existing: v.array(v.string()),
});

export type Refused = Infer<typeof vKeyReused> | Infer<typeof vPartialDuplicate>;
export type Repeat = Infer<typeof vDuplicate> | Refused;
export type Closed = Infer<typeof vClosed>;

export const vAppendResult = v.union(
  vAppended,
  vDuplicate,
  vConflicted,
  vClosed,
  vKeyReused,
  vPartialDuplicate,
);
export type AppendResult = Infer<typeof vAppendResult>;
