import { vLogPosition } from "@convex-es/platform-base";
import { v, type Infer, type ObjectType } from "convex/values";
import { vClosing, vMetadata, vNewEvent, vState, vStoredEvent, vStreamName } from "./events.js";
import { vLimits } from "./limits.js";

export const vExpectation = v.union(
  v.number(),
  v.literal("none"),
  v.literal("exists"),
  v.literal("any"),
);
/** The version a stream must have: exactly this one, none yet, any from 1 on, or any at all. */
export type Expectation = Infer<typeof vExpectation>;

export const vAssert = vStreamName.extend({ expected: vExpectation });
export type Assert = Infer<typeof vAssert>;

export const vStreamAppend = vAssert.extend({
  events: v.array(vNewEvent),
  state: v.optional(vState),
});
export type StreamAppend = Infer<typeof vStreamAppend>;

export const vIdempotency = v.object({ key: v.string(), fingerprint: v.string() });

/** The arguments of one append: every stream it writes, and those it only asserts. */
export const appendArgs = {
  tenant: v.string(),
  streams: v.array(vStreamAppend),
  asserts: v.optional(v.array(vAssert)),
  metadata: vMetadata,
  idempotency: v.optional(vIdempotency),
  limits: v.optional(vLimits),
};
export type AppendArgs = ObjectType<typeof appendArgs>;

const vWritten = v.object({
  position: vLogPosition,
  streams: v.array(
    vStreamName.extend({
      version: v.number(),
      events: v.array(
        v.object({ id: v.string(), type: v.string(), version: v.number(), ordinal: v.number() }),
      ),
    }),
  ),
});
/** What an append wrote: the position of its last event, and of each stream the version and the events. */
export type Written = Infer<typeof vWritten>;

export const vConflict = vAssert.extend({
  version: v.number(),
  eventsBetween: v.number(),
  events: v.array(vStoredEvent),
});
/** One expectation that failed: the current version, and the first of the events in between. */
export type Conflict = Infer<typeof vConflict>;

export const vConflicted = v.object({
  status: v.literal("conflict"),
  conflicts: v.array(vConflict),
});

const vAppended = vWritten.extend({ status: v.literal("appended") });

// An earlier append with the same key or event ids and the same content wrote it.
const vDuplicate = vWritten.extend({ status: v.literal("duplicate") });

export const vClosed = v.object({
  status: v.literal("closed"),
  ...vStreamName.fields,
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
