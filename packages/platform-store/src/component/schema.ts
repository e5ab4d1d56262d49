import { commandTables } from "@convex-es/platform-bus/library";
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { vIdempotency } from "../contract/append.js";
import { vAudit } from "../contract/audits.js";
import { storedFields, vClosing, vState, vStreamKey, vStreamName } from "../contract/events.js";

export default defineSchema({
  // How every command ended that wrote to this store, and the misuses of their ids.
  ...commandTables,

  // The log: one row per event, inserted by `append`, never changed afterwards.
  events: defineTable({
    eventId: v.string(),
    position: v.commitTs(),
    ordinal: v.number(),
    bucket: v.number(),
    ...storedFields,
  })
    .index("by_stream_and_version", ["tenant", "streamType", "streamId", "version"])
    .index("by_stream_and_position", ["tenant", "streamType", "streamId", "position", "version"])
    .index("by_position", ["position", "ordinal"])
    .index("by_tenant_and_position", ["tenant", "position", "ordinal"])
    .index("by_bucket_and_position", ["bucket", "position", "ordinal"])
    .index("by_event_id", ["tenant", "eventId"])
    .index("by_correlation", ["tenant", "correlationId", "position", "ordinal"])
    .index("by_causation", ["tenant", "causationId", "position", "ordinal"]),

  // One head per stream, written by `append`, `closeStream` and `putState`. Version and state share a document,
  // so a state never belongs to another version than the stream's.
  streams: defineTable({
    ...vStreamKey.fields,
    version: v.number(),
    state: v.optional(vState),
    closed: v.optional(vClosing),
  }).index("by_stream", ["tenant", "streamType", "streamId"]),

  // One row per event and distinct tag, written by `append`: Convex has no index on array elements.
  eventTags: defineTable({
    tenant: v.string(),
    tag: v.string(),
    type: v.string(),
    position: v.commitTs(),
    ordinal: v.number(),
    event: v.id("events"),
  })
    .index("by_tag_and_type", ["tenant", "tag", "type", "position", "ordinal"])
    .index("by_tag", ["tenant", "tag", "position", "ordinal"]),

  // One row per append with an idempotency key, written with its events and never changed: it answers a
  // repeat with one read. An id that the caller did not give is derived again.
  keyedAppends: defineTable({
    tenant: v.string(),
    ...vIdempotency.fields,
    position: v.commitTs(),
    firstOrdinal: v.number(),
    streams: v.array(
      vStreamName.extend({
        version: v.number(),
        events: v.array(v.object({ id: v.optional(v.string()), type: v.string() })),
      }),
    ),
  }).index("by_key", ["tenant", "key"]),

  // Refused attempts and closings, written in the transaction of the refusal or closing, never changed.
  audits: defineTable(vAudit).index("by_tenant", ["tenant"]),
});
