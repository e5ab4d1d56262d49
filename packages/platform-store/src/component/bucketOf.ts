import { joinKey } from "./joinKey.js";
import type { StreamKey } from "./shared.js";

/** The bucket, 0–255, of a stream (FNV-1a): partitioned consumers read ranges of buckets. Stored, so it never changes. */
export function bucketOf({ tenant, streamType, streamId }: StreamKey): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(joinKey(tenant, streamType, streamId))) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & 0xff;
}
