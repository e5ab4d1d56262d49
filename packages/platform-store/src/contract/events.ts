import { vLogPosition } from "@convex-es/platform-base";
import { v, type Infer } from "convex/values";

export const vCategory = v.union(
  v.literal("domain"),
  v.literal("integration"),
  v.literal("trigger"),
  v.literal("fat"),
);

export const vTag = v.object({ name: v.string(), value: v.string() });
/** A label by which the log finds events: the same name and value on any number of them. */
export type Tag = Infer<typeof vTag>;

// What the caller says about an event, stored as the caller gave it.
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
/** An aggregate's current state and the number of the shape in which it was written. */
export type State = Infer<typeof vState>;

export const vClosing = v.object({ reason: v.string(), closedAt: v.number() });
/** Why and when (ms since 1970) a stream was closed. */
export type Closing = Infer<typeof vClosing>;

export const vStreamName = v.object({ streamType: v.string(), streamId: v.string() });
/** A stream within a tenant: type (the name of the aggregate) and id. */
export type StreamName = Infer<typeof vStreamName>;

export const vStreamKey = vStreamName.extend({ tenant: v.string() });
/** Which stream: tenant, type (the name of the aggregate) and id. */
export type StreamKey = Infer<typeof vStreamKey>;

export const vMetadata = v.object({
  actor: v.string(),
  correlationId: v.string(),
  causationId: v.string(),
});

// Everything that is stored of an event under its own name, in the table and outside.
export const storedFields = {
  ...vStreamKey.fields,
  version: v.number(),
  ...givenFields,
  ...vMetadata.fields,
  recordedAt: v.number(),
};

export const vStoredEvent = v.object({ id: v.string(), position: vLogPosition, ...storedFields });
export type StoredEvent = Infer<typeof vStoredEvent>;

/** The key of an event: tenant and id, derived or given by the caller. */
export type EventKey = { tenant: string; id: string };
