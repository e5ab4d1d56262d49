import {
  servedGenerationOf,
  keptByCommands,
  servedGeneration,
  versionsOf,
} from "../readModels/activeGeneration.js";
import type { ReadModelConsumer, ReadModels } from "../readModels/readModelConsumers.js";
import { shareOf, type Share } from "../consumers/shareOf.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import type { Progress, SnapshotContext } from "./Progress.js";

/** What the read side of an app is made of. */
export type ReadSide = { readModels: ReadModels; progress: Progress };

/** One worker's share of a read model, and how far it has come. */
export type Part = { consumer: ReadModelConsumer; share: Share; cursor: string | null };

/** What is served of a read model to a tenant. */
export type ServedRows = {
  /** Where the tenant's rows are. */
  generation: number;
  /** Whose workers write them: another one where the tenant is served apart. */
  kept: number;
  /** None where commands write the rows, so that they are never behind. */
  parts: readonly Part[];
  /** Whether the code has lost the version that is served: nothing is applied until another one takes its place. */
  isLost: boolean;
  /** Events that failed, or wait for one that did. */
  aside: number;
};

/** Finds what is served of a read model, in the snapshot of the calling query. */
export async function servedOf(
  ctx: SnapshotContext,
  { readModels, progress }: ReadSide,
  { projection, tenant }: { projection: AnyProjection; tenant: string },
): Promise<ServedRows> {
  const served = await servedGeneration(ctx.db, projection.name);
  const generation = servedGenerationOf(served, tenant);
  const version = served?.version ?? 1;
  const isLost = !versionsOf(projection).some((declared) => declared.version === version);
  if (isLost || keptByCommands(projection, served) !== null) {
    return { generation, kept: generation, parts: [], isLost, aside: 0 };
  }
  const consumer = readModels.find(projection.name, version);
  const live = await progress.served(ctx, projection.name);
  // Commands kept it, and have stopped.
  if (live?.delivery === "inline") {
    return { generation, kept: generation, parts: [], isLost: true, aside: 0 };
  }
  const { generation: kept, cursors, aside } = live ?? { generation, cursors: [null], aside: 0 };
  const partOf = (cursor: string | null, partition: number): Part => ({
    ...{ consumer, cursor },
    share: shareOf(consumer, { partition, partitions: cursors.length }),
  });
  return { generation, kept, parts: cursors.map(partOf), isLost, aside };
}
