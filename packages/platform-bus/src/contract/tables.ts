import { defineTable } from "convex/server";
import { v } from "convex/values";
import { vCaused, vExecuted, vFailed, vMisuse, vPending, vRejected } from "./commands.js";

/** The tables of command records; another component may keep them among its own. */
export const commandTables = {
  // Written by `record`, or by `begin` and again when the command ends.
  // The position has a field of its own: Convex fills in its commit timestamp at the commit.
  commands: defineTable(
    vCaused.extend({
      outcome: v.union(
        vExecuted.omit("position"),
        vRejected,
        vFailed,
        vPending.omit("deadline").extend({ deadlineJob: v.id("_scheduled_functions") }),
      ),
      position: vExecuted.fields.position,
      committedAt: v.commitTs(),
      recordedAt: v.number(),
      retentionMs: v.number(),
      // When the purge handles the row: it fails a pending command (this is its deadline) and deletes any other.
      expiresAt: v.number(),
    }),
  )
    .index("by_command", ["tenant", "commandId"])
    .index("by_correlation", ["tenant", "correlationId", "committedAt"])
    .index("by_expiry", ["expiresAt"]),

  // Written by `settle` and `begin`. A separate table, so that a misuse never touches a record.
  misuses: defineTable(vMisuse.extend({ expiresAt: v.number() }))
    .index("by_tenant", ["tenant"])
    .index("by_expiry", ["expiresAt"]),
};
