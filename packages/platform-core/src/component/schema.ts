import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { vClaim } from "../server/tables/claim.js";
import { auditFields } from "../server/tables/audits.js";
import { letterFields, letterKeyFields } from "../server/tables/letterFields.js";
import { rebuildFields } from "../contract/rebuilds.js";
import { historyFields } from "../contract/status.js";
import { vFailedPage } from "../contract/letters.js";
import { generationFields } from "../server/tables/generations.js";
import { vHandles, vWaitsFor } from "../contract/consumer.js";

export default defineSchema({
  // At most one row: how the app is called, and which of its declarations `reconcile` last saw.
  apps: defineTable({ ...vHandles.fields, declared: v.optional(v.string()) }),

  // One row per consumer and generation. Written by `reconcile`, cut-overs and operators only, so
  // that every loop may read it without a conflict.
  generations: defineTable(generationFields).index("by_consumer", ["consumer", "generation"]),

  // One row per generation that is or was built, and who asked for it. Written when a build starts or
  // ends, and by worker 0 while it counts or compares; how far a build is, the cursors tell.
  rebuilds: defineTable(rebuildFields)
    .index("by_consumer", ["consumer", "generation"])
    .index("by_state", ["state", "consumer"]),

  // One row per worker, written when it moves or fails, never by a poll: who asks how far a read
  // model has come is told again only when it has.
  cursors: defineTable({
    worker: v.string(),
    cursor: v.union(v.string(), v.null()),
    movedAt: v.number(),
    handled: v.number(),
    /** Events that the next page may hold: halved by a failure, doubled by a success. */
    limit: v.number(),
    /** Its letters that are neither applied nor left out: without any, nothing of them is read. */
    aside: v.number(),
    /** When it last tried a letter. */
    triedAt: v.optional(v.number()),
    claim: v.optional(vClaim),
    /** What its last page failed with, until one succeeds. */
    failure: v.optional(vFailedPage),
    /** The read model whose rows it needs to go on, as far as that had come when it was last looked at. */
    waitsFor: v.optional(vWaitsFor),
  }).index("by_worker", ["worker"]),

  // One row per worker, written by the dispatcher: how far it has to come. Apart from the cursor,
  // so that dispatcher and worker never write the same document.
  due: defineTable({
    worker: v.string(),
    upTo: v.string(),
    since: v.number(),
    failedWakes: v.number(),
  }).index("by_worker", ["worker"]),

  // One row per event that is aside, written by its worker and by operators. Apart from its events'
  // log, so that trying again needs nothing that may have changed but the event.
  letters: defineTable(letterFields)
    .index("by_worker", ["worker", "status", "dueAt"])
    // Pages of a filter go on by the time of creation, counts by status: two orders.
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

  // What happened to consumers, written where it happens, but for steps that go well.
  history: defineTable(historyFields).index("by_consumer", ["consumer"]),

  // What operators did, written where they did it, never changed.
  audits: defineTable(auditFields).index("by_subject", ["subject"]),
});
