import { encodeCursor, placesIn } from "./logCursor.js";

/** The part of a cursor over several stores that is about the named ones. Reads nothing. */
export function narrowCursor(cursor: string, stores: readonly string[]): string {
  return encodeCursor(placesIn(cursor).filter(({ store }) => stores.includes(store)));
}
