import { encodeCursor, placesIn } from "./logCursor.js";
import { beginning } from "./startPlaces.js";

/** A cursor over exactly the named stores: what another one knows of them, and the beginning of those it does not know. Reads nothing. */
export function narrowCursor(cursor: string, stores: readonly string[]): string {
  const places = placesIn(cursor);
  return encodeCursor(
    stores.map((store) => places.find((at) => at.store === store) ?? { store, place: beginning }),
  );
}
