import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { vExecuted, vMisuse, vRecording, vRejected } from "./shared.js";

export default defineSchema({
  // Written once by `record`, never patched; `by_creation_time` is the order in which records expire.
  // The position has a field of its own: its commit timestamp is filled in when the command commits.
  commands: defineTable(
    vRecording.omit("outcome").extend({
      outcome: v.union(vExecuted.omit("position"), vRejected),
      position: vExecuted.fields.position,
      recordedAt: v.number(),
    }),
  ).index("by_command", ["tenant", "commandId"]),

  // Written by `settle` only; apart from `commands`, so that a misuse never touches a record.
  misuses: defineTable(vMisuse).index("by_tenant", ["tenant"]),
});
