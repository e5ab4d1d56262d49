import { v, type Infer } from "convex/values";
import { vConsumerKind, vDelivery, vGenerationState, vScope, vStatus } from "./consumer.js";
import { vFailedPage } from "./letters.js";

/** A loop that died is started again within 20 s: what is due for longer, in milliseconds, nobody is about to do. */
export const standstillMs = 60_000;

export const vConsumerStatus = v.object({
  consumer: v.string(),
  kind: vConsumerKind,
  generation: v.number(),
  version: v.number(),
  delivery: vDelivery,
  state: vGenerationState,
  status: vStatus,
  partitions: v.number(),
  /** Whose rows it is about; without one, everybody's. */
  scope: v.optional(vScope),
  /** Whether it is built only to be compared with what is served. */
  isShadow: v.boolean(),
  /** Events its workers have applied or put aside. */
  handled: v.number(),
  /** Events of it that failed or wait for one that did, and are not left out. */
  aside: v.number(),
  /** When the last of its workers moved, in milliseconds since 1970; `null` before its first page. */
  movedAt: v.union(v.number(), v.null()),
  /** What its workers cannot get past, where no event is to blame. */
  failures: v.array(vFailedPage),
  /** How far it is built, in percent, and how many milliseconds that may still take; `null` when it is not being built. */
  build: v.union(
    v.null(),
    v.object({ percent: v.number(), remainingMs: v.union(v.null(), v.number()) }),
  ),
  /** The read models whose rows its workers wait for. */
  waitsFor: v.array(v.string()),
  /** Since when a worker has had something to do and given no sign of life, in milliseconds since 1970; `null`: nothing is due. */
  dueSince: v.union(v.number(), v.null()),
  /** Whether that is more than a minute ago: nobody runs it, and the safety net starts it within the hour. */
  standsStill: v.boolean(),
});
/** A generation of a read model and how far its workers have come. */
export type ConsumerStatus = Infer<typeof vConsumerStatus>;

export const vServedCursors = v.object({
  generation: v.number(),
  version: v.number(),
  partitions: v.number(),
  delivery: vDelivery,
  status: vStatus,
  /** Whether the code has lost its version: nothing is applied to it until another one takes its place. */
  stale: v.boolean(),
  /** Events that failed or wait for one that did. */
  aside: v.number(),
  /** One per partition; `null` before its first page. */
  cursors: v.array(v.union(v.string(), v.null())),
});
export type ServedCursors = Infer<typeof vServedCursors>;

const vHappening = v.union(
  /** A generation is built from now on. */
  v.literal("begun"),
  /** A generation is served from now on, or a tenant's or row's share of it. */
  v.literal("cutOver"),
  /** A build was cancelled, failed, or was overtaken. */
  v.literal("abandoned"),
  v.literal("paused"),
  v.literal("resumed"),
  v.literal("halted"),
  /** The code has lost it. */
  v.literal("removed"),
  /** The code has it again. */
  v.literal("revived"),
  v.literal("parked"),
  v.literal("skipped"),
  v.literal("retried"),
  v.literal("discarded"),
  v.literal("expired"),
  /** What was decided about its events is forgotten. */
  v.literal("forgotten"),
  /** Its generations could not be brought in line with the code; tried again within the hour. */
  v.literal("reconcileFailed"),
  /** A worker could not be woken: by the dispatcher for the first, second, fourth, eighth … time, or by the safety net. */
  v.literal("wakeFailed"),
);
export const historyFields = {
  consumer: v.string(),
  generation: v.number(),
  what: vHappening,
  at: v.number(),
  /** Who did it, where somebody did. */
  by: v.optional(v.string()),
  /** Why, or what about. */
  reason: v.optional(v.string()),
  /** The dead letter it is about. */
  letter: v.optional(v.string()),
};

export const vConsumerHistory = v.object({
  entries: v.array(v.object(historyFields)),
  /** Where to go on; `null` at the end. */
  cursor: v.union(v.number(), v.null()),
});
export type ConsumerHistory = Infer<typeof vConsumerHistory>;
