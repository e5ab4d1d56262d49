import type { RecordedEvent } from "@convex-es/platform-store";
import { infrastructureError } from "../base/infrastructureError.js";
import type { StoreReader } from "../upcast/readNeighbours.js";
import { readStored } from "../upcast/readStored.js";
import type { Stores } from "../wiring/Stores.js";
import type { AsideEvent, Edited } from "../contract/letters.js";

/** An event that is aside, as far as finding it needs. */
export type LetterEvent = Pick<AsideEvent, "store" | "eventId" | "tenant"> & {
  edited?: Edited | null | undefined;
};

/** The stored event of a letter, with what an operator wrote in place of its payload; throws EVENT_GONE where there is none. */
export async function readLetter(
  ctx: StoreReader,
  stores: Stores,
  { store, eventId: id, tenant, edited }: LetterEvent,
): Promise<RecordedEvent> {
  const stored = await readStored(ctx, stores.all, { store, tenant, id });
  if (stored !== null) return { ...stored, ...edited };
  throw infrastructureError("EVENT_GONE", `The store ${store} has no event ${id}.`);
}
