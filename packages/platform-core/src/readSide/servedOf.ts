import { generationOf, keptByCommands, servedGeneration } from "../activeGeneration.js";
import type { Consumer, Consumers } from "../consumers/Consumers.js";
import { shareOf, type Share } from "../consumers/shareOf.js";
import type { AnyProjection } from "../defineProjection.js";
import type { Progress, SnapshotContext } from "./Progress.js";

/** What the read side of an app is made of. */
export type ReadSide = { consumers: Consumers; progress: Progress };

/** One worker's share of a read model, and how far it has come. */
export type Part = { consumer: Consumer; share: Share; cursor: string | null };

/** What is served of a read model; no `parts` where commands write the rows, so that they are never behind. */
export type Served = { generation: number; parts: readonly Part[] };

/** Finds what is served of a read model to a tenant, in the snapshot of the calling query. */
export async function servedOf(
  ctx: SnapshotContext,
  { consumers, progress }: ReadSide,
  { projection, tenant }: { projection: AnyProjection; tenant: string },
): Promise<Served> {
  const served = await servedGeneration(ctx.db, projection.name);
  const generation = generationOf(served, tenant);
  if (keptByCommands(projection, served) !== null) return { generation, parts: [] };
  const consumed = await progress.served(ctx, projection.name);
  const consumer = consumers.find(projection.name, consumed?.version ?? projection.version);
  const cursors = consumed?.cursors ?? [null];
  const partOf = (cursor: string | null, partition: number): Part => ({
    ...{ consumer, cursor },
    share: shareOf(consumer, { partition, partitions: cursors.length }),
  });
  return { generation, parts: cursors.map(partOf) };
}
