import { fnv1a, joinKey } from "@convex-es/platform-base";
import type { StreamKey } from "./events.js";

/** The number of the last bucket; the first one is 0. */
export const lastBucket = 255;

/**
 * The id of an event that the caller gave none: `Order:o-1:3`, with the tenant in front where there is one.
 * Every place in a store has its own id; it always contains `:`, which ids given by callers never do.
 */
export function eventIdOf(stream: StreamKey, version: number): string {
  const tenant = stream.tenant === "" ? [] : [stream.tenant];
  return joinKey(...tenant, stream.streamType, stream.streamId, String(version));
}

/** The bucket, 0–255, of a stream: partitioned consumers read ranges of buckets. Stored, so it never changes. */
export function bucketOf({ tenant, streamType, streamId }: StreamKey): number {
  const hash = fnv1a(joinKey(tenant, streamType, streamId));
  return (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & lastBucket;
}
