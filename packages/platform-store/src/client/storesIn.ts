import { placesIn } from "./logCursor.js";

/** The names of the stores that a cursor is about. Reads nothing. */
export const storesIn = (cursor: string): string[] => placesIn(cursor).map(({ store }) => store);
