import { fnv1a, joinKey } from "@convex-es/platform-base";
import type { StreamKey } from "./shared.js";

/** The bucket, 0–255, of a stream: partitioned consumers read ranges of buckets. Stored, so it never changes. */
export function bucketOf({ tenant, streamType, streamId }: StreamKey): number {
  const hash = fnv1a(joinKey(tenant, streamType, streamId));
  return (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & 0xff;
}
