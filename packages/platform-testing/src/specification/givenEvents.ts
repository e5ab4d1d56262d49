import type { DomainEvent, EventCatalog } from "@convex-es/platform-core";
import { toStorable } from "@convex-es/platform-store";
import { validate } from "convex-helpers/validators";

/** The given events as they would be stored; one that its declaration does not allow is a mistake in the test. */
export function givenEvents(events: readonly DomainEvent[], catalog: EventCatalog): DomainEvent[] {
  return events.map(({ type, payload }) => {
    const storable = toStorable(payload, type);
    const definition = catalog[type];
    if (definition === undefined) return { type, payload: storable };
    validate(definition.validator, storable, { throw: true });
    return { type, payload: storable };
  });
}
