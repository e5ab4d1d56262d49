import { storeError } from "../contract/errors.js";
import type { LogPlace } from "../contract/logPlace.js";
import { placesIn } from "./logCursor.js";
import type { Position } from "@convex-es/platform-base";
import { beginning } from "./startPlaces.js";

/**
 * Whether a reader at `cursor` (`null`: before the first event) has read everything up to `target`: a cursor over the same
 * stores, or the position of an event. A store that only one of them names counts as unread there. Reads nothing.
 */
export function hasReached(cursor: string | null, target: string | Position): boolean {
  const places = new Map(
    (cursor === null ? [] : placesIn(cursor)).map((at) => [at.store, at.place]),
  );
  const wanted = typeof target === "string" ? placesIn(target) : [placeOf(target)];
  return wanted.every(({ store, place }) => isAtOrAfter(places.get(store) ?? beginning, place));
}

function placeOf({ commitTs, ordinal, store }: Position) {
  if (typeof commitTs === "bigint") return { store, place: { commitTs, ordinal } };
  const message = "The position is of an event that has not committed: nothing has read it yet.";
  throw storeError("CURSOR_INVALID", message, { path: "target" });
}

/** Whether a place of one store's log is another one or behind it. */
export const isAtOrAfter = (place: LogPlace, other: LogPlace): boolean =>
  place.commitTs > other.commitTs ||
  (place.commitTs === other.commitTs && place.ordinal >= other.ordinal);
