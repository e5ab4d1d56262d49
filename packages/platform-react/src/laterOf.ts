import type { Position } from "@convex-es/platform-core/client";

/** The later of two positions: who waits for it waits for both. */
export function laterOf(a: Position | null, b: Position | null): Position | null {
  if (a === null || b === null) return a ?? b;
  return isBefore(a, b) ? b : a;
}

const isBefore = (a: Position, b: Position) =>
  a.commitTs < b.commitTs ||
  (a.commitTs === b.commitTs &&
    (a.ordinal < b.ordinal || (a.ordinal === b.ordinal && a.store < b.store)));
