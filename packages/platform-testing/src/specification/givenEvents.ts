import type { DomainEvent, EventCatalog } from "@convex-es/platform-core";
import { toStorable } from "@convex-es/platform-store";
import { validate } from "convex-helpers/validators";
import { isStored } from "./asStored.js";

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
