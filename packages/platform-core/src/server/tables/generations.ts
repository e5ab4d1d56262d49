import { v, type ObjectType } from "convex/values";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import {
  vConsumerKind,
  vDelivery,
  vFailurePolicy,
  vGenerationState,
  vScope,
  vStatus,
} from "../../contract/consumer.js";
import { noticeOtherCode, workerName, workersOf, type Worker } from "../base/workers.js";
import { recordHistory } from "./history.js";

export const generationFields = {
  consumer: v.string(),
  kind: vConsumerKind,
  generation: v.number(),
  version: v.number(),
  partitions: v.number(),
  /** How it is kept up to date once it is live. */
  delivery: vDelivery,
  state: vGenerationState,
  status: vStatus,
  policy: vFailurePolicy,
  attempts: v.number(),
  subscription: v.string(),
  /** When its workers were last started by somebody else than the dispatcher, in milliseconds since 1970. */
  startedAt: v.optional(v.number()),
  /** Whose rows it holds; without one, everybody's. */
  scope: v.optional(vScope),
  /** Built only to be compared with what is served. */
  isShadow: v.optional(v.boolean()),
  /** Its build was given up: it was never served. */
  isGivenUp: v.optional(v.boolean()),
  /** Built, but for events that are aside: it is not served without them. */
  waits: v.optional(v.boolean()),
  /** Commands kept it and have stopped. It lacks events, so that only another generation can go on. */
  isInlineStopped: v.optional(v.boolean()),
  /** The tenant whose rows are deleted next. */
  deletingTenant: v.optional(v.string()),
  /** The generation that served this one's tenant before: its rows of that tenant are being deleted. */
  replaced: v.optional(v.number()),
};
export type GenerationFields = ObjectType<typeof generationFields>;

export type Generation = Doc<"generations">;

/** The generations of a consumer, oldest first: one or two, some more for a while, and one for each tenant served apart. */
export async function generationsOf(
  ctx: QueryCtx,
  consumer: string,
): Promise<Doc<"generations">[]> {
  return await ctx.db
    .query("generations")
    .withIndex("by_consumer", (q) => q.eq("consumer", consumer))
    .take(1_000);
}

/** The generation that a worker works on; `null` when it has been deleted. */
export async function generationOf(
  ctx: QueryCtx,
  { consumer, generation }: Omit<Worker, "partition">,
): Promise<Doc<"generations"> | null> {
  return await ctx.db
    .query("generations")
    .withIndex("by_consumer", (q) => q.eq("consumer", consumer).eq("generation", generation))
    .unique();
}

/** The generation that is served, except to tenants that are served apart. */
export const liveOf = <Row extends GenerationFields>(
  generations: readonly Row[],
): Row | undefined => generations.find(({ state }) => state === "live");

/** Whether the workers of a generation follow the log by themselves; commands keep an inline one once it is live. */
export const followsLog = ({ state, delivery, scope, isShadow }: GenerationFields): boolean =>
  state === "live" ? delivery === "async" : state === "building" && !scope && !isShadow;

/** The workers of a generation that may have something to do: one of them deletes rows, and commands keep what is inline. */
export function startableWorkers(row: Doc<"generations">): string[] {
  const { state, replaced } = row;
  if (state === "live") return row.delivery === "async" ? workersOf(row) : [];
  if (state === "building") return workersOf(row);
  return state === "dropping" || replaced !== undefined
    ? [workerName({ ...row, partition: 0 })]
    : [];
}

/** Stops the workers of a generation that the code does not declare any more. Nothing is lost: they go on when it comes back. */
export async function markRemoved(
  ctx: MutationCtx,
  { _id, consumer, generation }: Doc<"generations">,
): Promise<void> {
  await ctx.db.patch("generations", _id, { status: { kind: "removed" } });
  await recordHistory(ctx, { consumer, generation, what: "removed" });
}

/** As `markRemoved`, by a worker that has met code without its version, whatever code was last seen. */
export async function stopLost(ctx: MutationCtx, row: Doc<"generations">): Promise<null> {
  await markRemoved(ctx, row);
  await noticeOtherCode(ctx);
  return null;
}

/** Stops the workers of a generation until an operator resumes them. */
export async function halt(
  ctx: MutationCtx,
  { _id, consumer, generation }: Doc<"generations">,
  reason: string,
): Promise<void> {
  await ctx.db.patch("generations", _id, { status: { kind: "halted", reason } });
  await recordHistory(ctx, { consumer, generation, what: "halted", reason });
}
