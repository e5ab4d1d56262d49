import type { LogPosition, Position } from "@convex-es/platform-base";
import type { StoredEvent } from "../contract/shared.js";

export type Placed<T> = Omit<T, "position"> & { position: Position };
/** A stored event, its position complete with the store's name. */
export type RecordedEvent = Placed<StoredEvent>;

/** Completes a position with the name of the store. */
export function placed<T extends { position: LogPosition }>(thing: T, store: string): Placed<T> {
  return { ...thing, position: { ...thing.position, store } };
}

/** As `placed`, for each of several. */
export function placedAll<T extends { position: LogPosition }>(
  things: T[],
  store: string,
): Placed<T>[] {
  return things.map((thing) => placed(thing, store));
}
