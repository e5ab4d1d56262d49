import type { EventStore } from "./EventStore.js";
import { encodeCursor } from "./logCursor.js";
import type { RunQueryCtx, Stale } from "./readerOf.js";

/** The cursor behind everything that several stores hold: for whoever knows that nothing of it is left to read. One document each. */
export async function logEnds(
  ctx: RunQueryCtx,
  stores: readonly EventStore[],
  stale: Stale = {},
): Promise<string> {
  const places = await Promise.all(stores.map((store) => store.logEnd(ctx, stale)));
  return encodeCursor(places);
}
