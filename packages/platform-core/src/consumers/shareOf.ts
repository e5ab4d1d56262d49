import { bucketOf, lastBucket } from "@convex-es/platform-store/log";
import type { KeyedEvent } from "../readModels/projectionKeys.js";
import type { Consumer } from "./Consumers.js";

/** Which events of a read model one of its workers applies. */
export type Share = {
  /** Streams whose events it reads, where rows are keyed by stream: nobody else reads those. */
  buckets?: { from: number; to: number };
  /** Whether an event it has read is its own. */
  owns: (event: KeyedEvent) => boolean;
};

/**
 * The share of one of several workers: every key belongs to exactly one of them. Where the key is the stream, each worker reads
 * the buckets of its own streams; where it is not, each reads everything and leaves out what is not its own.
 */
export function shareOf(
  { projection, source }: Consumer,
  { partition, partitions }: { partition: number; partitions: number },
): Share {
  if (partitions === 1) return { owns: () => true };
  const from = Math.floor((partition * (lastBucket + 1)) / partitions);
  const to = Math.floor(((partition + 1) * (lastBucket + 1)) / partitions) - 1;
  if (source.isKeyedByStream) return { buckets: { from, to }, owns: () => true };
  const bucketOfKey = (tenant: string, key: string) =>
    bucketOf({ tenant, streamType: projection.name, streamId: key });
  const owns = ({ event: { tenant }, keys: [key] }: KeyedEvent) => {
    const bucket = key === undefined ? 0 : bucketOfKey(tenant, key);
    return from <= bucket && bucket <= to;
  };
  return { owns };
}
