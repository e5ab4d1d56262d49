import type { Tag } from "@convex-es/platform-store";
import { eventCategories, type EventCategory } from "./defineEvents.js";
import { DeclarationError } from "../base/infrastructureError.js";

/** What narrows the events of a read model further than their types: one of each list, and all of the tags. */
export type EventFilter = {
  readonly categories?: readonly EventCategory[] | undefined;
  /** The contexts that recorded the events. */
  readonly contexts?: readonly string[] | undefined;
  readonly streamTypes?: readonly string[] | undefined;
  readonly tags?: readonly Tag[] | undefined;
};

const lists = ["categories", "contexts", "streamTypes", "tags"] as const;

/** The filter of a declaration; throws a DeclarationError for an empty one and for unknown names. */
export function whereOf(name: string, where: EventFilter = {}): EventFilter {
  const problem = filterProblem(where);
  if (problem === null) return where;
  throw new DeclarationError(`defineProjection("${name}"): ${problem}.`);
}

function filterProblem(where: EventFilter): string | null {
  const unknown = Object.keys(where).find((list) => !lists.some((known) => known === list));
  if (unknown !== undefined) return `where has no "${unknown}"; use ${lists.join(", ")}`;
  const empty = lists.find((list) => where[list] !== undefined && !hasItems(where[list]));
  if (empty !== undefined) return `where.${empty} must be a list that names at least one`;
  const category = where.categories?.find((one) => !eventCategories.includes(one));
  if (category === undefined) return null;
  return `where.categories: unknown category "${category}"; use ${eventCategories.join(", ")}`;
}

const hasItems = (list: unknown) => Array.isArray(list) && list.length > 0;
