import { openCursor, sealCursor, type LogPosition, type Position } from "@convex-es/platform-base";
import { storeError } from "../contract/errors.js";
import type { LogPlace } from "../contract/log.js";
import { beginning, isAtOrAfter } from "../contract/logPlaces.js";

const partsPerStore = 4;

/** How far a reader has come in one store. */
export type StorePlace = { store: string; place: LogPlace };

/** Where to go on reading: the cursor of a page, or the position of an event. */
export type After = string | (LogPosition & { store?: string });

/** The text of a reader's places, with a check sum that reveals damage. */
export function encodeCursor(places: StorePlace[]): string {
  return sealCursor(
    places.flatMap(({ store, place: { commitTs, ordinal, own = "" } }) => {
      return [store, String(commitTs), String(ordinal), String(own)];
    }),
  );
}

/** The places of a cursor over exactly these stores; throws `CURSOR_INVALID` or `CURSOR_FOREIGN` for any other text. */
export function decodeCursor(cursor: string, stores: readonly string[]): StorePlace[] {
  const places = placesIn(cursor);
  const names = places.map(({ store }) => store);
  if (names.length === stores.length && stores.every((store) => names.includes(store))) {
    return places;
  }
  const message = `the cursor is of ${names.join(", ")}, not of ${stores.join(", ")}; pass one that a page of the same stores returned`;
  throw storeError({ code: "CURSOR_FOREIGN", message, path: "after" });
}

/** The places of a cursor over any stores; throws `CURSOR_INVALID` for any other text. */
function placesIn(cursor: string): StorePlace[] {
  const parts = openCursor(cursor);
  if (parts === null) {
    const message = "the cursor is damaged or of another release; pass one that a page returned";
    throw storeError({ code: "CURSOR_INVALID", message, path: "after" });
  }
  return Array.from({ length: parts.length / partsPerStore }, (_, i) =>
    storePlace(parts.slice(i * partsPerStore, (i + 1) * partsPerStore)),
  );
}

function storePlace([store = "", commitTs = "", ordinal, own]: string[]): StorePlace {
  const place = { commitTs: BigInt(commitTs), ordinal: Number(ordinal) };
  return { store, place: own === "" ? place : { ...place, own: Number(own) } };
}

const placesByStore = (cursor: string) => new Map(placesIn(cursor).map((at) => [at.store, at]));

/** Where a reader goes on in each of the stores. */
export function startPlaces(after: After | undefined, stores: readonly string[]): StorePlace[] {
  if (typeof after === "string") return decodeCursor(after, stores);
  if (after?.store !== undefined && !stores.includes(after.store)) {
    const message = `the position is of ${after.store}, not of ${stores.join(", ")}`;
    throw storeError({ code: "CURSOR_FOREIGN", message, path: "after" });
  }
  return stores.map((store) => ({ store, place: after ? placeBeside(after, store) : beginning }));
}

// In the order of several logs, a place of one store is a place in every other, by name before or after it.
function placeBeside({ commitTs, ordinal, store }: Exclude<After, string>, name: string): LogPlace {
  if (typeof commitTs !== "bigint") {
    const message = "the position is of an event that has not committed; pass the cursor of a page";
    throw storeError({ code: "CURSOR_INVALID", message, path: "after" });
  }
  if (!Number.isSafeInteger(ordinal) || ordinal < 0) {
    const message = `the ordinal of a position is a whole number from 0 on, not ${ordinal}`;
    throw storeError({ code: "CURSOR_INVALID", message, path: "after" });
  }
  return { commitTs, ordinal: store === undefined || name <= store ? ordinal : ordinal - 1 };
}

/** The cursor over stores of a reader that has read up to an event, and nothing after it in their common order. Reads nothing. */
export function cursorAt(position: Position, stores: readonly string[]): string {
  return encodeCursor(startPlaces(position, stores));
}

/** The names of the stores of a cursor. Reads nothing. */
export const storesIn = (cursor: string): string[] => placesIn(cursor).map(({ store }) => store);

/** A cursor over exactly the named stores: the places of `cursor`, and the beginning of the stores that it does not name. Reads nothing. */
export function narrowCursor(cursor: string, stores: readonly string[]): string {
  const places = placesByStore(cursor);
  return encodeCursor(stores.map((store) => places.get(store) ?? { store, place: beginning }));
}

/** The cursor that lies, in every store, at the earlier place of two cursors; a store that one of them does not name counts as unread. Reads nothing. */
export function earliest(a: string, b: string): string {
  const others = placesByStore(b);
  return encodeCursor(
    placesIn(a).flatMap((at) => {
      const other = others.get(at.store);
      if (other === undefined) return [];
      return [isAtOrAfter(at.place, other.place) ? other : at];
    }),
  );
}

/** The cursor that lies, in every store, at the later place of two cursors. Reads nothing. */
export function furthest(a: string, b: string): string {
  const places = placesByStore(a);
  for (const at of placesIn(b)) {
    const known = places.get(at.store);
    if (known === undefined || !isAtOrAfter(known.place, at.place)) places.set(at.store, at);
  }
  return encodeCursor([...places.values()]);
}

/**
 * Whether a reader at `cursor` (`null`: before the first event) has read everything up to `target`: a cursor over the same
 * stores, or the position of an event. A store that only one of them names counts as unread there. Reads nothing.
 */
export function hasReached(cursor: string | null, target: string | Position): boolean {
  const places = cursor === null ? new Map<string, StorePlace>() : placesByStore(cursor);
  const wanted = typeof target === "string" ? placesIn(target) : [placeAt(target)];
  return wanted.every(({ store, place }) => {
    return isAtOrAfter(places.get(store)?.place ?? beginning, place);
  });
}

function placeAt({ commitTs, ordinal, store }: Position): StorePlace {
  if (typeof commitTs === "bigint") return { store, place: { commitTs, ordinal } };
  const message = "the position is of an event that has not committed; no reader has reached it";
  throw storeError({ code: "CURSOR_INVALID", message, path: "target" });
}
