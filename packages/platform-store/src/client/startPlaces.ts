import type { LogPosition } from "@convex-es/platform-base";
import { storeError } from "../contract/errors.js";
import { minCommitTs, type LogPlace } from "../contract/logPlace.js";
import { decodeCursor, type StorePlace } from "./logCursor.js";

/** Where to go on reading: the cursor of a page, or the position of an event. */
export type After = string | (LogPosition & { store?: string });

/** The place before the first event of a log. */
export const beginning: LogPlace = { commitTs: minCommitTs, ordinal: 0 };

/** Where each of the stores is read on from. */
export function startPlaces(after: After | undefined, stores: readonly string[]): StorePlace[] {
  if (typeof after === "string") return decodeCursor(after, stores);
  if (after?.store !== undefined && !stores.includes(after.store)) {
    const message = `The position is of ${after.store}, not of ${stores.join(", ")}.`;
    throw storeError("CURSOR_FOREIGN", message, { path: "after" });
  }
  return stores.map((store) => ({ store, place: after ? placeBeside(after, store) : beginning }));
}

// In the order of several logs, a place of one store is a place in every other, by name before or after it.
function placeBeside({ commitTs, ordinal, store }: Exclude<After, string>, name: string): LogPlace {
  if (typeof commitTs !== "bigint") {
    const message = "The position is of an event that has not committed: go on from the cursor.";
    throw storeError("CURSOR_INVALID", message, { path: "after" });
  }
  return { commitTs, ordinal: store === undefined || name <= store ? ordinal : ordinal - 1 };
}
