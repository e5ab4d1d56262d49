import { trusted } from "../contract/boundary.js";
import type { EventStore } from "@convex-es/platform-store";
import { getConvexSize, type Value } from "convex/values";
import type { AnyAggregate } from "../declarations/defineAggregate.js";
import { fold } from "./fold.js";
import { infrastructureError } from "../base/infrastructureError.js";
import { chainsOf } from "../declarations/chainsOf.js";
import type { StoreReader } from "../upcast/readNeighbours.js";
import { readStream } from "../upcast/readStream.js";

const eventsPerRead = 500;

/** What one transaction folds at most: stored events, and bytes of their payloads. */
export const foldBudget = { events: 5_000, bytes: 8 * 1024 * 1024 };

/** One aggregate of one tenant. */
export type FoldTarget = { aggregate: AnyAggregate; tenant: string; id: string };

/** A state and the version of the last stored event in it. */
export type Folded = { version: number; state: unknown };

/** Which events to fold: those after `start` (default: all), up to a version or commit time, at most so many. */
export type FoldOptions = {
  start?: Folded | undefined;
  to?: number | undefined;
  until?: bigint | undefined;
  budget?: typeof foldBudget | undefined;
};

/** A fold, whether it has come to its end, and the bytes of the payloads in it. */
export type Folding = Folded & { isDone: boolean; bytes: number };

/** Folds the events of an aggregate, each read in its newest version, until they end or the budget is spent. */
export async function foldStream(
  ctx: StoreReader,
  store: EventStore,
  { aggregate, tenant, id, ...options }: FoldTarget & FoldOptions,
): Promise<Folding> {
  const { budget = foldBudget, to, until } = options;
  const source = { store, chains: chainsOf(aggregate.events) };
  const start = options.start ?? { version: 0, state: aggregate.initial };
  const folding: Folding = { ...start, isDone: false, bytes: 0 };
  const left = () => budget.events - (folding.version - start.version);
  while (!folding.isDone && left() > 0 && folding.bytes < budget.bytes) {
    const page = await readStream(ctx, source, {
      ...{ tenant, streamType: aggregate.name, streamId: id, direction: "forward" },
      ...{ from: folding.version + 1, limit: Math.min(eventsPerRead, left()) },
      ...(to !== undefined && { to }),
      ...(until !== undefined && { until }),
    });
    folding.state = fold(aggregate, folding.state, page.events);
    folding.version = page.last ?? folding.version;
    folding.isDone = page.isDone;
    folding.bytes += getConvexSize(page.events.map(({ payload }) => trusted<Value>(payload)));
  }
  return folding;
}

/** As `foldStream`, for a fold that has to be whole; throws FOLD_TOO_LONG with `remedy` for one that no transaction holds. */
export async function foldWhole(
  ctx: StoreReader,
  store: EventStore,
  { remedy, ...target }: FoldTarget & FoldOptions & { remedy: string },
): Promise<Folded> {
  const { isDone, version, state } = await foldStream(ctx, store, target);
  if (isDone) return { version, state };
  throw infrastructureError(
    "FOLD_TOO_LONG",
    `${target.aggregate.name} ${JSON.stringify(target.id)} has more events than one transaction can fold (${version} and more): ${remedy}.`,
  );
}
