import type { RecordedEvent } from "@convex-es/platform-store";
import { infrastructureError } from "../base/infrastructureError.js";
import type { AsideEvent } from "../contract/letters.js";

/** Rows of one event that is put aside: it is entered in a list of each. */
const mostAsideKeys = 500;

/** A stored event as the component puts it aside. */
export function asideEvent(stored: RecordedEvent, keys: readonly string[]): AsideEvent {
  const { id, tenant, streamType, streamId, version, type, position } = stored;
  const { store, commitTs, ordinal } = position;
  if (typeof commitTs !== "bigint") throw new Error("An event is put aside after its commit.");
  if (keys.length > mostAsideKeys) throw tooManyRows(keys.length);
  const place = { store, commitTs, ordinal };
  return { eventId: id, tenant, streamType, streamId, version, type, ...place, keys: [...keys] };
}

const tooManyRows = (count: number) =>
  infrastructureError(
    "INVALID_KEY",
    `an event that concerns ${count} rows cannot be put aside; at most ${mostAsideKeys} can be`,
  );
