import { v, type Infer, type ObjectType } from "convex/values";

export const vDelivery = v.union(v.literal("inline"), v.literal("async"));

export const vPolicy = v.union(v.literal("park"), v.literal("halt"), v.literal("skip"));
/** What becomes of an event that keeps failing: it waits for an operator, stops its consumer, or is left out. */
export type Policy = Infer<typeof vPolicy>;

export const vDeclared = v.object({
  projection: v.string(),
  delivery: vDelivery,
  version: v.number(),
  /** The version whose handlers are still in the code beside this one. */
  replaces: v.union(v.number(), v.null()),
  partitions: v.number(),
  policy: vPolicy,
  attempts: v.number(),
});
/** What the app's code says about a projection, as far as the component needs it. */
export type Declared = Infer<typeof vDeclared>;

/** Which part of a log a worker reads. */
export const vScope = v.object({ tenant: v.string(), key: v.optional(v.string()) });

export const vGenerationState = v.union(
  v.literal("building"),
  v.literal("live"),
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
  /** The tenant whose rows are dropped next. */
  dropping: v.optional(v.string()),
};
export type Generation = ObjectType<typeof generationFields>;

/** One loop of one generation of a projection. */
export type Worker = { projection: string; generation: number; partition: number };

export const vWorkerArgs = v.object({ worker: v.string() });

/** Function handles of the app's runtime. */
export const vHandles = v.object({ query: v.string(), mutation: v.string() });
export type Handles = Infer<typeof vHandles>;
