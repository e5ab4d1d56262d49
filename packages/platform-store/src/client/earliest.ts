import { encodeCursor, placesIn } from "./logCursor.js";
import { isAtOrAfter } from "./hasReached.js";

/** The cursor of who has read no store further than either of two cursors; a store that one of them does not name counts as unread. Reads nothing. */
export function earliest(a: string, b: string): string {
  const others = new Map(placesIn(b).map((at) => [at.store, at]));
  return encodeCursor(
    placesIn(a).flatMap((at) => {
      const other = others.get(at.store);
      if (other === undefined) return [];
      return [isAtOrAfter(at.place, other.place) ? other : at];
    }),
  );
}
