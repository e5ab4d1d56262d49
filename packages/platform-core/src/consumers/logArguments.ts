import { narrowCursor } from "@convex-es/platform-store/log";
import type { readLog } from "../upcast/readLog.js";
import type { EventSource, Subscription } from "./Subscription.js";
import type { Share } from "./shareOf.js";
import type { PageInput } from "../contract/operations.js";

/** The part of the log that a page of a worker's share covers. */
export function logArguments(
  { source, where, handles }: Subscription,
  { buckets }: Share,
  { after, limit }: Pick<PageInput, "after" | "limit">,
): Parameters<typeof readLog>[2] {
  return {
    ...(after !== null && { after: narrowCursor(after, storeNames(source)) }),
    ...(buckets && { buckets }),
    ...where,
    types: handles,
    limit,
  };
}

// A store that was added is read from its beginning; one that is gone is left out.
const storeNames = ({ stores }: EventSource) => stores.map(({ name }) => name);
