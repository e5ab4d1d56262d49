import { v, type Infer } from "convex/values";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { QueryCtx } from "../../component/_generated/server.js";
import { cursorOf } from "../tables/cursors.js";
import { vFailedPage } from "../tables/letterFields.js";
import { rebuildStatusOf } from "../builds/rebuildStatus.js";
import { rebuildOf } from "../tables/rebuilds.js";
import { vDelivery, vGenerationState, vScope, vStatus } from "../base/shared.js";
import { workersOf } from "../base/workerName.js";

export const vConsumerStatus = v.object({
  projection: v.string(),
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
});
/** A generation of a read model and how far its workers have come. */
export type ConsumerStatus = Infer<typeof vConsumerStatus>;

const mostListed = 500;

/** Every generation that the component knows, of all projections or of one. Reads one row for each, and one for each worker. */
export async function consumerStatuses(
  ctx: QueryCtx,
  { projection }: { projection?: string },
): Promise<ConsumerStatus[]> {
  const generations = ctx.db
    .query("generations")
    .withIndex("by_projection", (q) =>
      projection === undefined ? q : q.eq("projection", projection),
    );
  return await Promise.all((await generations.take(mostListed)).map((row) => statusOf(ctx, row)));
}

async function statusOf(ctx: QueryCtx, row: Doc<"generations">): Promise<ConsumerStatus> {
  const { projection, generation, version, delivery, state, status, partitions, scope } = row;
  const found = await Promise.all(workersOf(row).map((worker) => cursorOf(ctx, worker)));
  const readers = found.filter((reader) => reader !== null);
  const waitsFor = readers.flatMap((reader) => reader.waitsFor?.projection ?? []);
  return {
    ...{ projection, generation, version, delivery, state, status, partitions },
    ...(scope && { scope }),
    isShadow: row.isShadow === true,
    handled: readers.reduce((sum, { handled }) => sum + handled, 0),
    aside: readers.reduce((sum, { aside }) => sum + aside, 0),
    movedAt: readers.length === 0 ? null : Math.max(...readers.map(({ movedAt }) => movedAt)),
    build: state === "building" ? await buildOf(ctx, row) : null,
    failures: readers.flatMap(({ failure }) => failure ?? []),
    waitsFor: [...new Set(waitsFor)],
  };
}

async function buildOf(ctx: QueryCtx, row: Doc<"generations">): Promise<ConsumerStatus["build"]> {
  const rebuild = await rebuildOf(ctx, row);
  if (rebuild === null) return null;
  const { percent, remainingMs } = await rebuildStatusOf(ctx, rebuild);
  return { percent, remainingMs };
}
