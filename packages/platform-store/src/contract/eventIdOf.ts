import { joinKey } from "@convex-es/platform-base";
import type { StreamKey } from "./shared.js";

/**
 * The id of an event that the caller gave none: `Order:o-1:3`, with the tenant in front where there is one.
 * No two places in a store share an id; it always contains `:`, which ids given by callers never do.
 */
export function eventIdOf(stream: StreamKey, version: number): string {
  const tenant = stream.tenant === "" ? [] : [stream.tenant];
  return joinKey(...tenant, stream.streamType, stream.streamId, String(version));
}
