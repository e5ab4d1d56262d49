import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { generationFields, vHandles } from "./shared.js";

export default defineSchema({
  // At most one row: how the app is called, and which of its declarations `reconcile` last saw.
  apps: defineTable({ ...vHandles.fields, declared: v.optional(v.string()) }),

  // One row per projection and generation. Written by `reconcile`, cut-overs and operators only, so
  // that every loop may read it without a conflict.
  generations: defineTable(generationFields).index("by_projection", ["projection", "generation"]),

  // One row per worker, written when it moves or fails, never by a poll: who asks how far a read
  // model has come is told again only when it has.
  cursors: defineTable({
    worker: v.string(),
    cursor: v.union(v.string(), v.null()),
    movedAt: v.number(),
    handled: v.number(),
    /** Events that the next page may hold: halved by a failure, doubled by a success. */
    limit: v.number(),
    /** Since when an attempt runs that may end without a trace. */
    claimedAt: v.optional(v.number()),
  }).index("by_worker", ["worker"]),

  // One row per worker, written by the dispatcher: how far it has to come. Apart from the cursor,
  // so that dispatcher and worker never write the same document.
  due: defineTable({
    worker: v.string(),
    upTo: v.string(),
    since: v.number(),
    failedWakes: v.number(),
  }).index("by_worker", ["worker"]),
});
