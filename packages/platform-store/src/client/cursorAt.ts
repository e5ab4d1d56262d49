import { encodeCursor } from "./logCursor.js";
import type { Position } from "@convex-es/platform-base";
import { startPlaces } from "./startPlaces.js";

/** The cursor over stores of who has read up to an event, and nothing after it in their common order. Reads nothing. */
export function cursorAt(position: Position, stores: readonly string[]): string {
  return encodeCursor(startPlaces(position, stores));
}
