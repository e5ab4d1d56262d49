import { v, type Infer, type ObjectType } from "convex/values";
import { vHonouredCounts } from "./decisions.js";
import { vScope } from "./consumer.js";

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

export const vUnverified = v.object({
  tenant: v.string(),
  key: v.string(),
  /** Which event is aside, or cannot be folded today, and why. */
  reason: v.string(),
});
/** A row that cannot be compared. */
export type Unverified = Infer<typeof vUnverified>;

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
  /** Rows left out: events of theirs are aside, or today's code fails at one. */
  unverified: v.number(),
  /** The first 20 of them, and why. */
  unverifiedRows: v.array(vUnverified),
});
/** What a comparison of a served read model with a fresh fold has found. */
export type Found = Infer<typeof vFound>;

export const vComparison = v.object({ after: v.union(v.null(), vRowAt), ...vFound.fields });
/** What has been found so far of a served read model that is compared with a fresh fold. */
export type Comparison = Infer<typeof vComparison>;

export const rebuildFields = {
  consumer: v.string(),
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
  /** What it had honoured when it ended. */
  honoured: v.optional(vHonouredCounts),
  /** Who decided that it is served although events of it are aside. */
  forcedBy: v.optional(v.string()),
  comparison: v.optional(vComparison),
};
/** A build of a generation, running or over. */
export type Rebuild = ObjectType<typeof rebuildFields>;

const { counted, comparison, handled, honoured, ...told } = rebuildFields;

export const vRebuildStatus = v.object({
  ...told,
  /** Whether it waits for events that are aside: to be applied, discarded or done without. */
  waits: v.boolean(),
  /** Events applied so far. */
  handled: v.number(),
  /** How many of them it left out, or applied with another payload, because an operator or the policy had decided so. */
  honoured: vHonouredCounts,
  /** Events there were to apply when it began; `null` while they are counted, and for what is built for the first time. */
  total: v.union(v.null(), v.number()),
  /** From 0 to 100, by events; 100 of none. */
  percent: v.number(),
  /** Milliseconds it will take if it goes on as fast; `null` before the first event, and when it is over. */
  remainingMs: v.union(v.null(), v.number()),
  /** What a verification has found so far; `null` for a rebuild. */
  found: v.union(v.null(), vFound),
});
/** How far a build of a read model has come, or how it ended. */
export type RebuildStatus = Infer<typeof vRebuildStatus>;

export const vStart = v.union(
  v.object({ status: v.literal("started"), generation: v.number() }),
  /** Another one runs: there is one at a time. */
  v.object({
    status: v.literal("running"),
    generation: v.number(),
    by: v.string(),
    startedAt: v.number(),
  }),
  v.object({ status: v.literal("impossible"), reason: v.string() }),
);
export type Start = Infer<typeof vStart>;
