import type { RecordedEvent } from "@convex-es/platform-store";
import type { AsideEvent } from "../component/letterFields.js";

/** A stored event as the component puts it aside. */
export function asideEvent(stored: RecordedEvent, keys: readonly string[]): AsideEvent {
  const { id, tenant, streamType, streamId, version, type, position } = stored;
  const { store, commitTs, ordinal } = position;
  if (typeof commitTs !== "bigint") throw new Error("An event is put aside after its commit.");
  const place = { store, commitTs, ordinal };
  return { eventId: id, tenant, streamType, streamId, version, type, ...place, keys: [...keys] };
}
