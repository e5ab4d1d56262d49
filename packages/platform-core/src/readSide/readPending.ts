import { readLogs, type RecordedEvent } from "@convex-es/platform-store";
import { subscribes } from "../consumers/subscribes.js";
import { keysOf } from "../projectionKeys.js";
import { readEvents } from "../upcast/readEvents.js";
import { readNeighbours } from "../upcast/readNeighbours.js";
import type { SnapshotContext } from "./Progress.js";
import type { Part } from "./servedOf.js";

/** An event and the keys of the rows it concerns. */
export type KeyedEvent = { event: RecordedEvent; keys: readonly string[] };

/** A stored event that a worker has still to apply, and what it is to it today; `null`: it cannot be read, or has no usable key. */
export type PendingEvent = { stored: RecordedEvent; events: KeyedEvent[] | null };

/** Part of what is still to come, in order. */
export type PendingPage = { pending: PendingEvent[]; cursor: string; isDone: boolean };

type From = { tenant: string; after: string | null; limit: number };

/** Reads a tenant's events that are a worker's own and lie after a cursor; one that cannot be read spoils no other. */
export async function readPending(
  ctx: SnapshotContext,
  { consumer: { projection, source }, share }: Part,
  { tenant, after, limit }: From,
): Promise<PendingPage> {
  const { buckets } = share;
  // One bucket is narrower than a tenant, and has an index of its own.
  const range = isOne(buckets) ? { buckets } : { buckets, tenant };
  const filter = { ...projection.where, ...range, types: [...source.storedTypes] };
  const start = after === null ? {} : { after };
  const page = await readLogs(ctx, source.stores, { ...filter, ...start, limit });
  const beside = await readNeighbours(ctx, source, page.events);
  const neighbours = [...beside, ...page.events];
  const keyed = (stored: RecordedEvent): KeyedEvent[] =>
    readEvents([stored], source.chains, neighbours)
      .filter((event) => event.tenant === tenant && subscribes(projection, event))
      .map((event) => ({ event, keys: keysOf(projection, event) }))
      .filter((event) => share.owns(event));
  const pending = page.events.map((stored) => ({ stored, events: orNull(() => keyed(stored)) }));
  return { ...page, pending };
}

const isOne = (buckets: Part["share"]["buckets"]) => buckets && buckets.from === buckets.to;

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
