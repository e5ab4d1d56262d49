import { narrowCursor } from "@convex-es/platform-store/log";
import type { readLog } from "../upcast/readLog.js";
import type { ConsumerSource } from "./ConsumerSource.js";
import type { Consumer } from "./Consumers.js";
import type { Share } from "./shareOf.js";

/** Which page a worker applies. */
export type PageInput = {
  projection: string;
  version: number;
  generation: number;
  partition: number;
  partitions: number;
  after: string | null;
  limit: number;
  /** Whether any events of this worker are aside. */
  isAnyAside: boolean;
  /** Whether the end of the log is its very end, in conflict with whoever appends (default: as it was when the transaction began). */
  isFinal?: boolean;
};

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
