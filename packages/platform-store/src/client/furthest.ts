import { encodeCursor, placesIn } from "./logCursor.js";
import { isAtOrAfter } from "./hasReached.js";

/** The cursor of who has read, in every store, as far as the further one of two cursors. Reads nothing. */
export function furthest(a: string, b: string): string {
  const places = new Map(placesIn(a).map((at) => [at.store, at]));
  for (const at of placesIn(b)) {
    const known = places.get(at.store);
    if (known === undefined || !isAtOrAfter(known.place, at.place)) places.set(at.store, at);
  }
  return encodeCursor([...places.values()]);
}
