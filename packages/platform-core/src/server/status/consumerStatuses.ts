import type { Doc } from "../../component/_generated/dataModel.js";
import type { QueryCtx } from "../../component/_generated/server.js";
import { rebuildStatusOf } from "../builds/rebuildStatus.js";
import { rebuildOf } from "../tables/rebuilds.js";
import type { ConsumerStatus, ServedCursors } from "../../contract/status.js";
import { cursorRowOf } from "../tables/cursors.js";
import { generationsOf, liveOf, startableWorkers } from "../tables/generations.js";
import { movedAtOf } from "../tables/upstream.js";
import { livenessOf } from "../loop/liveness.js";
import { workersOf } from "../base/workers.js";

const mostStatuses = 500;

/** Every generation that the component knows, of all consumers or of one. Reads one row for each, and one for each worker. */
export async function consumerStatuses(
  ctx: QueryCtx,
  { consumer }: { consumer?: string },
): Promise<ConsumerStatus[]> {
  const generations = ctx.db
    .query("generations")
    .withIndex("by_consumer", (q) => (consumer === undefined ? q : q.eq("consumer", consumer)));
  const movedAt = lookedUpOnce();
  const rows = await generations.take(mostStatuses);
  return await Promise.all(rows.map((row) => statusOf(ctx, row, movedAt)));
}

/** Looks up how far an upstream read model has come once for all workers that wait for the same. */
function lookedUpOnce(): typeof movedAtOf {
  const found = new Map<string, ReturnType<typeof movedAtOf>>();
  return (ctx, waitsFor) => {
    const name = JSON.stringify(waitsFor);
    const movedAt = found.get(name) ?? movedAtOf(ctx, waitsFor);
    found.set(name, movedAt);
    return movedAt;
  };
}

async function statusOf(
  ctx: QueryCtx,
  row: Doc<"generations">,
  movedAt: typeof movedAtOf,
): Promise<ConsumerStatus> {
  const names = workersOf(row);
  const found = await Promise.all(names.map((worker) => cursorRowOf(ctx, worker)));
  const cursors = found.filter((cursor) => cursor !== null);
  const startable = new Set(startableWorkers(row));
  const liveness = await Promise.all(
    names.flatMap((worker, index) => {
      const known = { generation: row, cursor: found[index] ?? null, movedAt };
      return startable.has(worker) ? livenessOf(ctx, worker, known) : [];
    }),
  );
  const due = liveness.flatMap(({ dueSince }) => dueSince ?? []);
  const waitsFor = cursors.flatMap((cursor) => cursor.waitsFor?.consumer ?? []);
  return {
    consumer: row.consumer,
    kind: row.kind,
    generation: row.generation,
    version: row.version,
    delivery: row.delivery,
    state: row.state,
    status: row.status,
    partitions: row.partitions,
    ...(row.scope && { scope: row.scope }),
    isShadow: row.isShadow === true,
    handled: cursors.reduce((sum, { handled }) => sum + handled, 0),
    aside: cursors.reduce((sum, { aside }) => sum + aside, 0),
    movedAt: cursors.length === 0 ? null : Math.max(...cursors.map(({ movedAt }) => movedAt)),
    build: row.state === "building" ? await buildOf(ctx, row) : null,
    failures: cursors.flatMap(({ failure }) => failure ?? []),
    waitsFor: [...new Set(waitsFor)],
    dueSince: due.length === 0 ? null : Math.min(...due),
    standsStill: liveness.some(({ standsStill }) => standsStill),
  };
}

async function buildOf(ctx: QueryCtx, row: Doc<"generations">): Promise<ConsumerStatus["build"]> {
  const rebuild = await rebuildOf(ctx, row);
  if (rebuild === null) return null;
  const { percent, remainingMs } = await rebuildStatusOf(ctx, rebuild);
  return { percent, remainingMs };
}

/** How far the live generation of a consumer has come; `null` while the first one is being built. */
export async function servedCursors(
  ctx: QueryCtx,
  { consumer }: { consumer: string },
): Promise<ServedCursors | null> {
  const live = liveOf(await generationsOf(ctx, consumer));
  if (live === undefined) return null;
  const { generation, version, partitions, delivery, status } = live;
  const rows = await Promise.all(workersOf(live).map((worker) => cursorRowOf(ctx, worker)));
  return {
    generation,
    version,
    partitions,
    delivery,
    status,
    stale: status.kind === "removed",
    aside: rows.reduce((sum, row) => sum + (row?.aside ?? 0), 0),
    cursors: rows.map((row) => row?.cursor ?? null),
  };
}
