import type { Doc } from "../../component/_generated/dataModel.js";
import type { QueryCtx } from "../../component/_generated/server.js";
import { cursorOf } from "../tables/cursors.js";
import { rebuildStatusOf } from "../builds/rebuildStatus.js";
import { rebuildOf } from "../tables/rebuilds.js";
import { workersOf } from "../base/workerName.js";
import type { ConsumerStatus } from "../../contract/status.js";

const mostListed = 500;

/** Every generation that the component knows, of all consumers or of one. Reads one row for each, and one for each worker. */
export async function consumerStatuses(
  ctx: QueryCtx,
  { consumer }: { consumer?: string },
): Promise<ConsumerStatus[]> {
  const generations = ctx.db
    .query("generations")
    .withIndex("by_consumer", (q) => (consumer === undefined ? q : q.eq("consumer", consumer)));
  return await Promise.all((await generations.take(mostListed)).map((row) => statusOf(ctx, row)));
}

async function statusOf(ctx: QueryCtx, row: Doc<"generations">): Promise<ConsumerStatus> {
  const { consumer, kind, generation, version, delivery, state, status, partitions, scope } = row;
  const found = await Promise.all(workersOf(row).map((worker) => cursorOf(ctx, worker)));
  const readers = found.filter((reader) => reader !== null);
  const waitsFor = readers.flatMap((reader) => reader.waitsFor?.consumer ?? []);
  return {
    ...{ consumer, kind, generation, version, delivery, state, status, partitions },
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
