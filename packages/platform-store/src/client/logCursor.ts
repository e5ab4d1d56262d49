import { openCursor, sealCursor } from "@convex-es/platform-base";
import { storeError } from "../contract/errors.js";
import type { LogPlace } from "../contract/logPlace.js";

const partsPerStore = 4;

/** How far a reader has come in one store. */
export type StorePlace = { store: string; place: LogPlace };

/** The text of a reader's places, with a check sum, so that a damaged one is noticed. */
export function encodeCursor(places: StorePlace[]): string {
  const parts = places.flatMap(({ store, place: { commitTs, ordinal, own = "" } }) => [
    ...[store, String(commitTs), String(ordinal), String(own)],
  ]);
  return sealCursor(parts);
}

/** The places of a cursor over exactly these stores; throws `CURSOR_INVALID` or `CURSOR_FOREIGN` for any other text. */
export function decodeCursor(cursor: string, stores: readonly string[]): StorePlace[] {
  const places = placesIn(cursor);
  const names = places.map(({ store }) => store);
  if (names.length === stores.length && stores.every((store) => names.includes(store))) {
    return places;
  }
  const message = `The cursor belongs to ${names.join(", ")}, not to ${stores.join(", ")}.`;
  throw storeError("CURSOR_FOREIGN", message, { path: "after" });
}

/** The places of a cursor, over whatever stores; throws `CURSOR_INVALID` for any other text. */
export function placesIn(cursor: string): StorePlace[] {
  const parts = openCursor(cursor);
  if (parts === null) {
    const message = "The cursor is damaged, or of another release, or no cursor at all.";
    throw storeError("CURSOR_INVALID", message, { path: "after" });
  }
  return Array.from({ length: parts.length / partsPerStore }, (_, i) =>
    placeOf(parts.slice(i * partsPerStore, (i + 1) * partsPerStore)),
  );
}

function placeOf([store = "", commitTs = "", ordinal, own]: string[]): StorePlace {
  const place = { commitTs: BigInt(commitTs), ordinal: Number(ordinal) };
  return { store, place: own === "" ? place : { ...place, own: Number(own) } };
}
