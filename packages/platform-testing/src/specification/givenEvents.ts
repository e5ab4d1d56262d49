import type { DomainEvent, EventCatalog } from "@convex-es/platform-core";
import { toStorable } from "@convex-es/platform-store";
import { validate } from "convex-helpers/validators";
import { isStored, appendsOf } from "./asStored.js";
import { chainsOf, readEvents } from "@convex-es/platform-core/internal";

/** The given events as they would be stored; one that its declaration does not allow is a mistake in the test. */
export function givenEvents(events: readonly DomainEvent[], catalog: EventCatalog): DomainEvent[] {
  return events.map((event) => {
    const { type, payload } = event;
    const storable = toStorable(payload, type);
    if (isStored(event)) return { ...event, payload: storable };
    const definition = catalog[type];
    if (definition !== undefined) validate(definition.validator, storable, { throw: true });
    return { type, payload: storable };
  });
}

/** Given events as they are read from the store: those of the past brought up by their upcasters. */
export function readGiven(events: readonly DomainEvent[], catalog: EventCatalog): DomainEvent[] {
  const oneOwner = () => null;
  const stored = appendsOf(events, oneOwner).flatMap((append, commit) =>
    append.map((event) => ({ event, position: { commitTs: commit } })),
  );
  const readable = stored.map(({ event, position }, index) => ({
    id: `event-${index + 1}`,
    type: event.type,
    payload: event.payload,
    position,
    schemaVersion: isStored(event)
      ? event.schemaVersion
      : (catalog[event.type]?.schemaVersion ?? 1),
    version: index + 1,
    causationId: "specification",
    tenant: "",
    streamType: "",
    streamId: "",
  }));
  const read = readEvents(readable, chainsOf(catalog));
  return read.map(({ type, payload }) => ({ type, payload }));
}
