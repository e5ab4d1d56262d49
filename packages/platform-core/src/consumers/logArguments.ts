import { narrowCursor } from "@convex-es/platform-store/log";
import type { readLog } from "../upcast/readLog.js";
import type { ConsumerSource } from "./ConsumerSource.js";
import type { Consumer } from "./Consumers.js";
import type { Share } from "./shareOf.js";
import type { PageInput } from "../contract/operations.js";

/** Which part of the log a page of a worker's share is. */
export function logArguments(
  { projection, source }: Consumer,
  { buckets }: Share,
  { after, limit }: Pick<PageInput, "after" | "limit">,
): Parameters<typeof readLog>[2] {
  return {
    ...(after !== null && { after: narrowCursor(after, namesOf(source)) }),
    ...(buckets && { buckets }),
    ...projection.where,
    types: projection.handles,
    limit,
  };
}

// A store that came later is read from its beginning, one that is gone is forgotten.
const namesOf = ({ stores }: ConsumerSource) => stores.map(({ name }) => name);
