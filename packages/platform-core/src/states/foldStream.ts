import type { EventStore } from "@convex-es/platform-store";
import { getConvexSize, type Value } from "convex/values";
import type { AnyAggregate } from "../defineAggregate.js";
import { fold } from "../fold.js";
import { infrastructureError } from "../infrastructureError.js";
import { chainsOf } from "../upcast/chainsOf.js";
import type { StoreReader } from "../upcast/readNeighbours.js";
import { readStream } from "../upcast/readStream.js";

const pageSize = 500;

/** What one transaction folds at most: stored events, and bytes of their payloads. */
export const foldBudget = { events: 5_000, bytes: 8 * 1024 * 1024 };

/** One aggregate of one tenant. */
export type Target = { aggregate: AnyAggregate; tenant: string; id: string };

/** A state and the version of the last stored event in it. */
export type Folded = { version: number; state: unknown };

/** Which events to fold: those after `start` (default: all), up to a version or commit time, at most so many. */
export type FoldOptions = {
  start?: Folded | undefined;
  to?: number | undefined;
  until?: bigint | undefined;
  budget?: typeof foldBudget | undefined;
};

/** Folds the events of an aggregate, each read in its newest version, until they end or the budget is spent. */
export async function foldStream(
  ctx: StoreReader,
  store: EventStore,
  { aggregate, tenant, id, ...options }: Target & FoldOptions,
): Promise<Folded & { isDone: boolean }> {
  const { start, budget = foldBudget, to, until } = options;
  const source = { store, chains: chainsOf(aggregate.events) };
  const folded: Folded = start ?? { version: 0, state: aggregate.initial };
  let { version, state } = folded;
  let bytes = 0;
  while (version - folded.version < budget.events && bytes < budget.bytes) {
    const page = await readStream(ctx, source, {
      ...{ tenant, streamType: aggregate.name, streamId: id, direction: "forward" },
      ...{
        from: version + 1,
        ...(to !== undefined && { to }),
        ...(until !== undefined && { until }),
      },
      limit: Math.min(pageSize, budget.events - (version - folded.version)),
    });
    state = fold(aggregate, state, page.events);
    version = page.last ?? version;
    if (page.isDone) return { version, state, isDone: true };
    bytes += getConvexSize(page.events.map(({ payload }) => payload as Value));
  }
  return { version, state, isDone: false };
}

/** As `foldStream`, for a fold that has to be whole; throws FOLD_TOO_LONG with `remedy` for one that no transaction holds. */
export async function foldWhole(
  ctx: StoreReader,
  store: EventStore,
  { remedy, ...fold }: Target & FoldOptions & { remedy: string },
): Promise<Folded> {
  const { isDone, ...folded } = await foldStream(ctx, store, fold);
  if (isDone) return folded;
  throw infrastructureError(
    "FOLD_TOO_LONG",
    `${fold.aggregate.name} ${JSON.stringify(fold.id)} has more events than one transaction can fold (${folded.version} and more): ${remedy}.`,
  );
}
