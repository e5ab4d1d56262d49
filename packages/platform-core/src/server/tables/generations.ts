import type { Doc } from "../../component/_generated/dataModel.js";
import type { QueryCtx } from "../../component/_generated/server.js";
import type { Worker } from "../base/workerName.js";
import { v, type ObjectType } from "convex/values";
import {
  vConsumerKind,
  vDelivery,
  vFailurePolicy,
  vGenerationState,
  vScope,
  vStatus,
} from "../../contract/consumer.js";

export const generationFields = {
  consumer: v.string(),
  kind: vConsumerKind,
  generation: v.number(),
  version: v.number(),
  partitions: v.number(),
  /** How rows are kept up to date once it is live. */
  delivery: vDelivery,
  state: vGenerationState,
  status: vStatus,
  policy: vFailurePolicy,
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

/** The generations of a consumer, oldest first: one or two, for a while some more, and one for each tenant that is served apart. */
export async function generationsOf(
  ctx: QueryCtx,
  consumer: string,
): Promise<Doc<"generations">[]> {
  return await ctx.db
    .query("generations")
    .withIndex("by_consumer", (q) => q.eq("consumer", consumer))
    .take(1_000);
}

/** The generation that a worker works on; `null` when it has been dropped. */
export async function generationOf(
  ctx: QueryCtx,
  { consumer, generation }: Omit<Worker, "partition">,
): Promise<Doc<"generations"> | null> {
  return await ctx.db
    .query("generations")
    .withIndex("by_consumer", (q) => q.eq("consumer", consumer).eq("generation", generation))
    .unique();
}

/** The generation that is served, some tenants' rows apart. */
export const liveOf = <Row extends Generation>(generations: readonly Row[]): Row | undefined =>
  generations.find(({ state }) => state === "live");

/** Whether workers of a generation go after the log by themselves: commands keep an inline one once it is live. */
export const followsLog = ({ state, delivery, scope, isShadow }: Generation): boolean =>
  state === "live" ? delivery === "async" : state === "building" && !scope && !isShadow;
