import { routedEachOf, type RoutedEvent } from "../consumers/RoutedEvent.js";
import { logArguments } from "../consumers/logArguments.js";
import { readEach } from "../upcast/readEach.js";
import type { SnapshotContext } from "./Progress.js";
import type { Part } from "./servedOf.js";

/** Part of what a worker has still to apply, in order; one without keys cannot be read, and may concern any row. */
export type PendingPage = { pending: RoutedEvent[]; cursor: string; isDone: boolean };

/** `tenant`: `null` for all of them. */
type PendingFrom = { tenant: string | null; after: string | null; limit: number };

/** Reads events, of a tenant or of all, that are a worker's own and lie after a cursor; one that cannot be read spoils no other. */
export async function readPending(
  ctx: SnapshotContext,
  { consumer, share }: Part,
  { tenant, ...from }: PendingFrom,
): Promise<PendingPage> {
  const { source } = consumer;
  // One bucket is narrower than a tenant, and has an index of its own.
  const scope = isOne(share.buckets) || tenant === null ? {} : { tenant };
  const log = { ...logArguments(consumer, share, from), ...scope };
  const { read, cursor, isDone } = await readEach(ctx, source, log);
  const own = read.filter(({ stored }) => (tenant ?? stored.tenant) === stored.tenant);
  return { pending: routedEachOf(consumer, own, share.owns), cursor, isDone };
}

const isOne = (buckets: Part["share"]["buckets"]) => buckets && buckets.from === buckets.to;
