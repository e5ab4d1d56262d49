import { v, type Infer, type ObjectType } from "convex/values";
import { vLimits } from "./limits.js";

export const vCategory = v.union(
  v.literal("domain"),
  v.literal("integration"),
  v.literal("trigger"),
  v.literal("fat"),
);

export const vExpectation = v.union(
  v.number(),
  v.literal("none"),
  v.literal("exists"),
  v.literal("any"),
);
/** The version a stream must have: an exact one, none at all, any from 1 on, or whatever it is. */
export type Expectation = Infer<typeof vExpectation>;

export const vTag = v.object({ name: v.string(), value: v.string() });
export type Tag = Infer<typeof vTag>;

// What the caller says about an event, and what is stored of it as it was given.
const givenFields = {
  type: v.string(),
  schemaVersion: v.number(),
  category: vCategory,
  context: v.string(),
  payload: v.any(),
  tags: v.array(vTag),
  occurredAt: v.number(),
};

export const vNewEvent = v.object({ id: v.optional(v.string()), ...givenFields });
export type NewEvent = Infer<typeof vNewEvent>;

export const vState = v.object({ shape: v.number(), value: v.any() });
/** An aggregate's current state and the number of the shape it was written in. */
export type State = Infer<typeof vState>;

const streamFields = { streamType: v.string(), streamId: v.string() };

export const vStreamKey = v.object({ tenant: v.string(), ...streamFields });
export type StreamKey = Infer<typeof vStreamKey>;

export const vStreamAppend = v.object({
  ...streamFields,
  expected: vExpectation,
  events: v.array(vNewEvent),
  state: v.optional(vState),
});
export type StreamAppend = Infer<typeof vStreamAppend>;

export const vAssert = v.object({ ...streamFields, expected: vExpectation });
export type Assert = Infer<typeof vAssert>;

const metadataFields = {
  actor: v.string(),
  correlationId: v.string(),
  causationId: v.string(),
};
export const vMetadata = v.object(metadataFields);

/** The arguments of one append: every stream it writes, and those it only asserts. */
export const appendArgs = {
  tenant: v.string(),
  streams: v.array(vStreamAppend),
  asserts: v.optional(v.array(vAssert)),
  metadata: vMetadata,
  limits: v.optional(vLimits),
};
export type AppendArgs = ObjectType<typeof appendArgs>;

export const vPosition = v.object({ commitTs: v.commitTs(), ordinal: v.number() });
/** Where an event lies in one store's log; `commitTs` is a placeholder until the mutation commits. */
export type LogPosition = Infer<typeof vPosition>;

export const vLogCursor = v.object({ commitTs: v.int64(), ordinal: v.number() });

// Everything that is stored of an event under its own name, in the table and outside.
export const storedFields = {
  tenant: v.string(),
  ...streamFields,
  version: v.number(),
  ...givenFields,
  ...metadataFields,
  recordedAt: v.number(),
};

export const vStoredEvent = v.object({ id: v.string(), position: vPosition, ...storedFields });
export type StoredEvent = Infer<typeof vStoredEvent>;

export const vAppended = v.object({
  status: v.literal("appended"),
  position: vPosition,
  streams: v.array(
    v.object({
      ...streamFields,
      version: v.number(),
      events: v.array(
        v.object({ id: v.string(), type: v.string(), version: v.number(), ordinal: v.number() }),
      ),
    }),
  ),
});
export type Appended = Infer<typeof vAppended>;

export const vConflict = v.object({
  ...streamFields,
  expected: vExpectation,
  version: v.number(),
  eventsBetween: v.number(),
  events: v.array(vStoredEvent),
});
/** One expectation that did not hold: the current version, and the first of the events in between. */
export type Conflict = Infer<typeof vConflict>;

export const vAppendResult = v.union(
  vAppended,
  v.object({ status: v.literal("conflict"), conflicts: v.array(vConflict) }),
);
export type AppendResult = Infer<typeof vAppendResult>;

export const vDirection = v.union(v.literal("forward"), v.literal("backward"));
