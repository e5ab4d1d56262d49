import { vLogPosition } from "@convex-es/platform-base";
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
/** A label by which the log finds events: the same name and value on any number of them. */
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
/** An event to append; without an `id` it gets one derived from tenant, stream and version. */
export type NewEvent = Infer<typeof vNewEvent>;

export const vState = v.object({ shape: v.number(), value: v.any() });
/** An aggregate's current state and the number of the shape it was written in. */
export type State = Infer<typeof vState>;

export const vClosing = v.object({ reason: v.string(), closedAt: v.number() });
/** Why and when (milliseconds since 1970) a stream was closed. */
export type Closing = Infer<typeof vClosing>;

const streamFields = { streamType: v.string(), streamId: v.string() };

export const vStreamKey = v.object({ tenant: v.string(), ...streamFields });
/** Which stream: tenant, type (the name of the aggregate) and id. */
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

// Everything that is stored of an event under its own name, in the table and outside.
export const storedFields = {
  tenant: v.string(),
  ...streamFields,
  version: v.number(),
  ...givenFields,
  ...metadataFields,
  recordedAt: v.number(),
};

export const vStoredEvent = v.object({ id: v.string(), position: vLogPosition, ...storedFields });
export type StoredEvent = Infer<typeof vStoredEvent>;

export const vDirection = v.union(v.literal("forward"), v.literal("backward"));
