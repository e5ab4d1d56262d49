import type { Tag } from "@convex-es/platform-store";
import type { Value } from "convex/values";
import { trusted } from "../contract/boundary.js";
import type { EventDefinition } from "./defineEvents.js";

type Taggable = string | number | bigint | boolean | null | undefined;

/** A tag of an event and the payload field it comes from. */
export type FieldTag = Tag & { field: string };

/** An event that fits its declaration, with its tags: ready to be written. */
export type EventDraft = {
  readonly type: string;
  readonly payload: Readonly<Record<string, Value>>;
  readonly definition: EventDefinition<string, unknown>;
  readonly tags: readonly FieldTag[];
};

/** Prepares an event whose payload has been checked against its declaration. */
export function draftOf(
  definition: EventDefinition<string, unknown>,
  checked: unknown,
): EventDraft {
  const payload = trusted<Record<string, Value>>(checked);
  return { type: definition.type, payload, definition, tags: tagsOf(definition, payload) };
}

/** The tags of a payload: one for each tagged field that has a value. */
export function tagsOf(
  definition: EventDefinition<string, unknown>,
  payload: Readonly<Record<string, unknown>>,
): FieldTag[] {
  return Object.entries(definition.tags).flatMap(([field, name]) => {
    // The declaration lets only fields be tagged whose values are these.
    const value = trusted<Taggable>(payload[field]);
    return value === undefined || value === null ? [] : [{ field, name, value: String(value) }];
  });
}
