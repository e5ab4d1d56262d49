import { v, type Infer } from "convex/values";

/** The kinds of consumers. A new kind adds a line here, and its functions to the app's table of kinds. */
export const vConsumerKind = v.union(v.literal("readModel"), v.literal("process"));
export type ConsumerKind = Infer<typeof vConsumerKind>;

export const vDelivery = v.union(v.literal("inline"), v.literal("async"));

/** How rows are kept: in the command's transaction, or by workers that read the log. */
export type DeclaredDelivery = Infer<typeof vDelivery>;

export const vFailurePolicy = v.union(v.literal("park"), v.literal("halt"), v.literal("skip"));
/**
 * What becomes of an event whose attempts are used up: \`park\` puts it and later events of its key aside, \`halt\` stops the
 * consumer, \`skip\` leaves it out.
 */
export type FailurePolicy = Infer<typeof vFailurePolicy>;

export const vDeclared = v.object({
  /** Its name: no other consumer of the app has it, of whatever kind. */
  consumer: v.string(),
  kind: vConsumerKind,
  delivery: vDelivery,
  version: v.number(),
  /** This version and the older ones whose handlers are still in the code beside it. */
  versions: v.array(v.number()),
  /** Whether commands keep generation 0: version 1 is in the code, and inline. */
  firstIsInline: v.boolean(),
  /** Changes with the events it is given. */
  subscription: v.string(),
  partitions: v.number(),
  policy: vFailurePolicy,
  attempts: v.number(),
});
/** What the app's code says about a consumer, as far as the component needs it. */
export type Declared = Infer<typeof vDeclared>;

export const vScope = v.object({ tenant: v.string(), key: v.optional(v.string()) });
/** Whose rows are rebuilt or verified: those of a tenant, or the one of a key. */
export type Scope = Infer<typeof vScope>;

export const vGenerationState = v.union(
  v.literal("building"),
  v.literal("live"),
  /** Holds the rows of one tenant, served in place of the live generation's, and kept by its workers. */
  v.literal("tenantLive"),
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

/** Function handles of the app's runtime. */
export const vHandles = v.object({ query: v.string(), mutation: v.string() });
export type Handles = Infer<typeof vHandles>;

export const vWaitsFor = v.object({
  consumer: v.string(),
  /** The generation that was served; `null`: none. */
  generation: v.union(v.number(), v.null()),
  cursors: v.array(v.union(v.string(), v.null())),
});
/** A read model whose rows another one needs, and how far it had come when it was not far enough. */
export type WaitsFor = Infer<typeof vWaitsFor>;
