import { v, type Infer, type ObjectType } from "convex/values";

export const vDelivery = v.union(v.literal("inline"), v.literal("async"));

export const vPolicy = v.union(v.literal("park"), v.literal("halt"), v.literal("skip"));
/** What becomes of an event that keeps failing: it waits for an operator, stops its consumer, or is left out. */
export type Policy = Infer<typeof vPolicy>;

export const vDeclared = v.object({
  projection: v.string(),
  delivery: vDelivery,
  version: v.number(),
  /** This version and the older ones whose handlers are still in the code beside it. */
  versions: v.array(v.number()),
  /** Whether commands keep generation 0: version 1 is in the code, and inline. */
  firstIsInline: v.boolean(),
  /** Changes with the events it is given. */
  subscription: v.string(),
  partitions: v.number(),
  policy: vPolicy,
  attempts: v.number(),
});
/** What the app's code says about a projection, as far as the component needs it. */
export type Declared = Infer<typeof vDeclared>;

export const vScope = v.object({ tenant: v.string(), key: v.optional(v.string()) });
/** Whose rows are rebuilt or verified: those of a tenant, or the one of a key. */
export type Scope = Infer<typeof vScope>;

export const vGenerationState = v.union(
  v.literal("building"),
  v.literal("live"),
  /** Holds the rows of one tenant, served in place of the live generation's, and kept by its workers. */
  v.literal("apart"),
  v.literal("dropping"),
);

export const vStatus = v.union(
  v.object({ kind: v.literal("running") }),
  v.object({ kind: v.literal("paused") }),
  /** By its policy, or because no key could be computed. */
  v.object({ kind: v.literal("halted"), reason: v.string() }),
  /** The code does not declare it any more: it goes on when it comes back. */
  v.object({ kind: v.literal("removed") }),
);
export type Status = Infer<typeof vStatus>;

export const generationFields = {
  projection: v.string(),
  generation: v.number(),
  version: v.number(),
  partitions: v.number(),
  /** How rows are kept up to date once it is live. */
  delivery: vDelivery,
  state: vGenerationState,
  status: vStatus,
  policy: vPolicy,
  attempts: v.number(),
  subscription: v.string(),
  /** Without one it is about everybody's rows. */
  scope: v.optional(vScope),
  /** Built only to be compared with what is served. */
  isShadow: v.optional(v.boolean()),
  /** Built but for events that are aside: it is not served without them. */
  waits: v.optional(v.boolean()),
  /** Commands kept it and have stopped: it lacks events, so that nothing but another one can go on. */
  lapsed: v.optional(v.boolean()),
  /** The tenant whose rows are dropped next. */
  dropping: v.optional(v.string()),
  /** The generation whose rows of this one's tenant are not served any more. */
  sweeping: v.optional(v.number()),
};
export type Generation = ObjectType<typeof generationFields>;

/** One loop of one generation of a projection. */
export type Worker = { projection: string; generation: number; partition: number };

export const vWorkerArgs = v.object({ worker: v.string() });

/** Function handles of the app's runtime. */
export const vHandles = v.object({ query: v.string(), mutation: v.string() });
export type Handles = Infer<typeof vHandles>;
