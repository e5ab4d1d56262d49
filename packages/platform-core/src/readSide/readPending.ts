import { readLogs, type RecordedEvent } from "@convex-es/platform-store";
import { concernsOf, type Concern } from "../consumers/Concern.js";
import { readEvents } from "../upcast/readEvents.js";
import { readNeighbours } from "../upcast/readNeighbours.js";
import type { SnapshotContext } from "./Progress.js";
import type { Part } from "./servedOf.js";

/** Part of what a worker has still to apply, in order; one without keys cannot be read, and may concern any row. */
export type PendingPage = { pending: Concern[]; cursor: string; isDone: boolean };

type From = { tenant: string; after: string | null; limit: number };

/** Reads a tenant's events that are a worker's own and lie after a cursor; one that cannot be read spoils no other. */
export async function readPending(
  ctx: SnapshotContext,
  { consumer, share }: Part,
  { tenant, after, limit }: From,
): Promise<PendingPage> {
  const { projection, source } = consumer;
  const { buckets } = share;
  // One bucket is narrower than a tenant, and has an index of its own.
  const range = isOne(buckets) ? { buckets } : { buckets, tenant };
  const filter = { ...projection.where, ...range, types: [...source.storedTypes] };
  const start = after === null ? {} : { after };
  const page = await readLogs(ctx, source.stores, { ...filter, ...start, limit });
  const beside = await readNeighbours(ctx, source, page.events);
  const neighbours = [...beside, ...page.events];
  const concerns = (stored: RecordedEvent): Concern[] => {
    try {
      const events = readEvents([stored], source.chains, neighbours);
      return concernsOf(consumer, { stored: [stored], events }, share.owns);
    } catch (problem) {
      const keys = source.isKeyedByStream ? [stored.streamId] : [];
      return [{ stored, events: [], keys, problem }];
    }
  };
  const own = page.events.filter((stored) => stored.tenant === tenant);
  return { ...page, pending: own.flatMap(concerns) };
}

const isOne = (buckets: Part["share"]["buckets"]) => buckets && buckets.from === buckets.to;
