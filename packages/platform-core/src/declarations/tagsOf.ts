import type { Tag } from "@convex-es/platform-store";
import type { EventDefinition } from "./defineEvents.js";

/** A tag of an event and the payload field it comes from. */
export type FieldTag = Tag & { field: string };

/** The tags of a payload: one for each tagged field that has a value. */
export function tagsOf(
  definition: EventDefinition<string, unknown>,
  payload: Record<string, unknown>,
): FieldTag[] {
  return Object.entries(definition.tags).flatMap(([field, name]) => {
    const value = payload[field];
    return value === undefined || value === null ? [] : [{ field, name, value: textOf(value) }];
  });
}

// The declaration lets only fields be tagged whose values are these.
const textOf = (value: unknown) => String(value);
