import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { vHandles, vWaitsFor } from "../contract/consumer.js";
import { claimFields } from "../contract/claims.js";
import { vHonouredCounts } from "../contract/decisions.js";
import { vFailedPage } from "../contract/letters.js";
import { vInstance, vStep } from "../contract/processes.js";
import { rebuildFields } from "../contract/rebuilds.js";
import { vTimerRow } from "../contract/timers.js";
import { historyFields } from "../contract/status.js";
import { vClaim } from "../server/tables/cursors.js";
import { decisionFields } from "../server/tables/decisions.js";
import { generationFields } from "../server/tables/generations.js";
import { auditFields } from "../server/tables/history.js";
import { unfoldedFields } from "../server/tables/unfolded.js";
import { letterFields, letterKeyFields } from "../server/tables/letters.js";

export default defineSchema({
  // At most one row: how the component calls the app, and the hash of the declarations that `reconcile` last saw.
  apps: defineTable({
    ...vHandles.fields,
    declared: v.optional(v.string()),
    /** Whether a consumer could not be brought in line with them: the safety net tries again. */
    isIncomplete: v.optional(v.boolean()),
  }),

  // One row per consumer and generation. Only `reconcile`, cut-overs and operators write it, so that
  // loops read it without conflicts.
  generations: defineTable(generationFields).index("by_consumer", ["consumer", "generation"]),

  // One row per build of a generation. Written when the build starts or ends, and by worker 0 while it
  // counts or compares; the cursors say how far it has come.
  rebuilds: defineTable(rebuildFields)
    .index("by_consumer", ["consumer", "generation"])
    .index("by_state", ["state", "consumer"]),

  // One row per worker, written when it moves or fails, never by a poll: queries on how far it has
  // come run again only when it has moved.
  cursors: defineTable({
    worker: v.string(),
    cursor: v.union(v.string(), v.null()),
    movedAt: v.number(),
    handled: v.number(),
    /** How many events the next page may hold: halved by a failure, doubled by a success. */
    limit: v.number(),
    /** How many of its letters are neither applied nor left out; with 0, no letter is read. */
    aside: v.number(),
    /** How often it has honoured a decision. */
    honoured: v.optional(vHonouredCounts),
    /** When it last tried a letter. */
    triedAt: v.optional(v.number()),
    claim: v.optional(vClaim),
    /** The failure of its last page, until one succeeds. */
    failure: v.optional(vFailedPage),
    /** The read model whose rows it needs to go on, and how far that had come when it was last read. */
    waitsFor: v.optional(vWaitsFor),
  }).index("by_worker", ["worker"]),

  // One row per worker, written by the dispatcher: how far the worker has to come. Separate from the
  // cursor, so that dispatcher and worker never write the same document.
  due: defineTable({
    worker: v.string(),
    upTo: v.string(),
    since: v.number(),
    failedWakes: v.number(),
  }).index("by_worker", ["worker"]),

  // One row per event that is aside, or was left out; written by its worker and by operators.
  letters: defineTable(letterFields)
    .index("by_worker", ["worker", "status", "dueAt"])
    // Pages of a filter go on by the time of creation, counts by status: both orders are needed.
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes
    .index("by_consumer", ["consumer"])
    .index("by_generation", ["consumer", "generation", "status"])
    .index("by_status", ["status"]),

  // One row per open letter and row of its read model, in the order of the log: the first one of a
  // row is tried, the others wait for it.
  letterKeys: defineTable(letterKeyFields).index("by_key", [
    "consumer",
    "generation",
    "tenant",
    "key",
    "commitTs",
    "ordinal",
    "store",
  ]),

  // One row per event of which it was decided that it is left out, or read with another payload; written by operators and
  // by workers whose policy it is. Rebuilds honour them: separate from the letters, which go with their generation.
  decisions: defineTable(decisionFields)
    // Lists go on by the time of a decision, builds read by place: both orders are needed.
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes
    .index("by_consumer", ["consumer"])
    .index("by_place", ["consumer", "place"])
    .index("by_generation", ["consumer", "generation", "place"]),

  // One row per row of a read model that a copy, built to be compared with it, could not be folded for; written by the workers
  // of the copy, and gone with it.
  unfolded: defineTable(unfoldedFields).index("by_key", [
    "consumer",
    "generation",
    "tenant",
    "key",
  ]),

  // What happened to consumers, written where it happens, but for steps that go well.
  history: defineTable(historyFields).index("by_consumer", ["consumer"]),

  // What operators did, written where they did it, never changed.
  audits: defineTable(auditFields).index("by_subject", ["subject"]),

  // One row per handled event of an instance of a process, written by its worker with what its commands decided,
  // never changed. The newest row of a key is the instance.
  processSteps: defineTable(vStep).index("by_instance", ["process", "tenant", "key", "n"]),

  // One row per instance, written when it begins and when it ends, so that lists do not read steps.
  processInstances: defineTable(vInstance)
    .index("by_key", ["process", "tenant", "key"])
    // Pages go on by the time of an instance's beginning, look-ups by its key: both orders are needed.
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes
    .index("by_process", ["process"])
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes
    .index("by_tenant", ["process", "tenant"])
    .index("by_status", ["process", "status"])
    .index("by_tenant_and_status", ["process", "tenant", "status"]),

  // One row per timer that has not fired, written with the step that sets it, deleted when it fires or its
  // instance ends.
  timers: defineTable(vTimerRow)
    .index("by_worker", ["worker", "tryAt"])
    .index("by_instance", ["process", "tenant", "key", "name"]),

  // One row per process that has left out events, written by its worker.
  processCounts: defineTable({ process: v.string(), ignored: v.number() }).index("by_process", [
    "process",
  ]),

  // One row per value that is claimed, written by who claims it, deleted when it is released or has expired.
  claims: defineTable(claimFields)
    .index("by_value", ["tenant", "type", "value"])
    .index("by_expiry", ["expiresAt"]),
});
