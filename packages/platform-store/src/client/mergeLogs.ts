import { maxCommitTs } from "../contract/logPlace.js";
import { encodeCursor, type StorePlace } from "./logCursor.js";
import type { LogPage } from "./logPage.js";
import type { RecordedEvent } from "./placed.js";
import { comparePositions, type Position } from "@convex-es/platform-base";

/** What was read of one store, and how far. */
export type StorePart = { events: RecordedEvent[]; end: StorePlace; isDone: boolean };

/** The page that parts of several stores make: in order, and nothing beyond what every store has been read to. */
export function mergeLogs(parts: StorePart[], limit: number): LogPage {
  const horizons = parts.filter(({ isDone }) => !isDone).map(({ end }) => positionOf(end));
  const events = parts
    .flatMap((part) => part.events)
    .sort((a, b) => comparePositions(a.position, b.position))
    .filter(({ position }) => horizons.every((end) => comparePositions(position, end) <= 0))
    .slice(0, limit);
  const shown = new Set(events);
  const places = parts.map((part) => placeBeforeNext(part, shown));
  const isDone = horizons.length === 0 && parts.every((part) => isShown(part, shown));
  return { events, cursor: encodeCursor(places), isDone };
}

const isShown = (part: StorePart, shown: Set<RecordedEvent>) =>
  part.events.every((event) => shown.has(event));

function positionOf({ store, place: { commitTs, ordinal, own } }: StorePlace): Position {
  if (own !== undefined) return { commitTs: maxCommitTs, ordinal: own, store };
  return { commitTs, ordinal, store };
}

// What was read beyond the page is read again for the next one.
function placeBeforeNext({ events, end }: StorePart, shown: Set<RecordedEvent>): StorePlace {
  const next = events.find((event) => !shown.has(event));
  if (next === undefined) return end;
  const { commitTs, ordinal } = next.position;
  const before = ordinal - 1;
  if (typeof commitTs !== "bigint") return { ...end, place: { ...end.place, own: before } };
  return { ...end, place: { commitTs, ordinal: before } };
}
