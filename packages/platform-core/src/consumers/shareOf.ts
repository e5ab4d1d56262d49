import { bucketOf, lastBucket } from "@convex-es/platform-store/log";
import type { Keyed, Subscription } from "./Subscription.js";

/** The events of a consumer that one of its workers applies. */
export type Share = {
  /** The buckets of the streams it reads, where the key is the stream: no other worker reads those. */
  buckets?: { from: number; to: number };
  /** Whether an event it has read belongs to it. */
  owns: (event: Keyed<{ tenant: string }>) => boolean;
};

/**
 * The share of one of several workers: every key belongs to exactly one of them. Where the key is the stream, each worker reads
 * the buckets of its own streams; where it is not, each reads everything and leaves out what is not its own.
 */
export function shareOf(
  { name, isKeyedByStream }: Subscription,
  { partition, partitions }: { partition: number; partitions: number },
): Share {
  if (partitions === 1) return { owns: () => true };
  const from = Math.floor((partition * (lastBucket + 1)) / partitions);
  const to = Math.floor(((partition + 1) * (lastBucket + 1)) / partitions) - 1;
  if (isKeyedByStream) return { buckets: { from, to }, owns: () => true };
  const bucketOfKey = (tenant: string, key: string) =>
    bucketOf({ tenant, streamType: name, streamId: key });
  const owns = ({ event: { tenant }, keys: [key] }: Keyed<{ tenant: string }>) => {
    const bucket = key === undefined ? 0 : bucketOfKey(tenant, key);
    return from <= bucket && bucket <= to;
  };
  return { owns };
}
