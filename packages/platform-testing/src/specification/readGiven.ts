import type { DomainEvent, EventCatalog } from "@convex-es/platform-core";
import { chainsOf, readEvents } from "@convex-es/platform-core/internal";
import { appendsOf, isStored } from "./asStored.js";

/** Given events as they are read from the store: those of the past brought up by their upcasters. */
export function readGiven(events: readonly DomainEvent[], catalog: EventCatalog): DomainEvent[] {
  const oneOwner = () => null;
  const stored = appendsOf(events, oneOwner).flatMap((append, commit) =>
    append.map((event) => ({ event, position: { commitTs: commit } })),
  );
  const readable = stored.map(({ event, position }, index) => ({
    ...{ type: event.type, payload: event.payload, position },
    schemaVersion: isStored(event)
      ? event.schemaVersion
      : (catalog[event.type]?.schemaVersion ?? 1),
    ...{ id: `event-${index + 1}`, version: index + 1, causationId: "specification" },
    ...{ tenant: "", streamType: "", streamId: "" },
  }));
  const read = readEvents(readable, chainsOf(catalog));
  return read.map(({ type, payload }) => ({ type, payload }));
}
