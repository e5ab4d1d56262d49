import { v, type Infer, type ObjectType } from "convex/values";
import { vScope } from "../base/shared.js";

export const vRebuildKind = v.union(v.literal("rebuild"), v.literal("verification"));
/** Whether what is built is to be served, or to be compared with what is. */
export type RebuildKind = Infer<typeof vRebuildKind>;

export const vRebuildState = v.union(
  v.literal("running"),
  v.literal("done"),
  v.literal("cancelled"),
  v.literal("failed"),
  /** Another version of the code, or a later request, took its place. */
  v.literal("superseded"),
);
export type RebuildState = Infer<typeof vRebuildState>;

export const vRowDifference = v.object({
  tenant: v.string(),
  key: v.string(),
  /** The served row is not the fold; is lacking; or should not be there. */
  kind: v.union(v.literal("differs"), v.literal("missing"), v.literal("surplus")),
  /** The first field that differs, `""` for the whole row. */
  path: v.string(),
  /** What is served there and what the fold says, shortened. */
  problem: v.string(),
});
/** A served row that is not the fold of its events. */
export type RowDifference = Infer<typeof vRowDifference>;

/** Where a comparison goes on: after a row. */
export const vRowAt = v.object({ tenant: v.string(), key: v.string() });
export type RowAt = Infer<typeof vRowAt>;

export const vFound = v.object({
  rows: v.number(),
  differing: v.number(),
  missing: v.number(),
  surplus: v.number(),
  /** The first 20. */
  differences: v.array(vRowDifference),
});
/** What a comparison of a served read model with a fresh fold has found. */
export type Found = Infer<typeof vFound>;

export const vComparison = v.object({ after: v.union(v.null(), vRowAt), ...vFound.fields });
/** What has been found so far of a served read model that is compared with a fresh fold. */
export type Comparison = Infer<typeof vComparison>;

export const rebuildFields = {
  projection: v.string(),
  generation: v.number(),
  version: v.number(),
  kind: vRebuildKind,
  scope: v.optional(vScope),
  /** The cursor it began after; `null` for the beginning of the log. */
  from: v.union(v.string(), v.null()),
  /** Who asked for it; `""` for the code, which declares another version. */
  by: v.string(),
  startedAt: v.number(),
  state: vRebuildState,
  endedAt: v.optional(v.number()),
  endedBy: v.optional(v.string()),
  /** Why it failed or was superseded. */
  reason: v.optional(v.string()),
  /** How many events there are to apply, counted up to a cursor; `null` where nobody waits for the answer. */
  counted: v.union(
    v.null(),
    v.object({
      events: v.number(),
      cursor: v.union(v.string(), v.null()),
      isDone: v.boolean(),
    }),
  ),
  /** Events applied when it ended. */
  handled: v.optional(v.number()),
  /** Who decided that it is served although events of it are aside. */
  forcedBy: v.optional(v.string()),
  comparison: v.optional(vComparison),
};
/** A build of a generation, running or over. */
export type Rebuild = ObjectType<typeof rebuildFields>;
