import { joinKey } from "@convex-es/platform-base";
import { v, type ObjectType } from "convex/values";
import type { Doc } from "../component/_generated/dataModel.js";
import { isWithin, vBuckets } from "../contract/buckets.js";
import { vCategory, vTag } from "../contract/shared.js";

/** What narrows the log: an event passes when it has one of each list and all of the tags. */
export const logFilterFields = {
  tenant: v.optional(v.string()),
  types: v.optional(v.array(v.string())),
  categories: v.optional(v.array(vCategory)),
  contexts: v.optional(v.array(v.string())),
  streamTypes: v.optional(v.array(v.string())),
  tags: v.optional(v.array(vTag)),
  /** Streams whose bucket lies in the range. */
  buckets: v.optional(vBuckets),
};
export type LogFilter = ObjectType<typeof logFilterFields>;

/** Whether no event can pass: a list that names nothing. */
export function isImpossible({ types, categories, contexts, streamTypes }: LogFilter): boolean {
  return [types, categories, contexts, streamTypes].some((list) => list?.length === 0);
}

/** The test that an event must pass. */
export function passes(filter: LogFilter): (event: Doc<"events">) => boolean {
  const isType = oneOf(filter.types);
  const isCategory = oneOf(filter.categories);
  const isContext = oneOf(filter.contexts);
  const isStreamType = oneOf(filter.streamTypes);
  const tags = filter.tags?.map(keyOfTag) ?? [];
  return (event) =>
    (filter.tenant === undefined || event.tenant === filter.tenant) &&
    isType(event.type) &&
    isCategory(event.category) &&
    isContext(event.context) &&
    isStreamType(event.streamType) &&
    isWithin(event.bucket, filter.buckets) &&
    hasAll(event, tags);
}

function oneOf(list: string[] | undefined): (name: string) => boolean {
  if (list === undefined) return () => true;
  const names = new Set(list);
  return (name) => names.has(name);
}

function hasAll(event: Doc<"events">, tags: string[]): boolean {
  if (tags.length === 0) return true;
  const own = new Set(event.tags.map(keyOfTag));
  return tags.every((tag) => own.has(tag));
}

/** The text under which a tag is indexed. */
export function keyOfTag({ name, value }: { name: string; value: string }): string {
  return joinKey(name, value);
}
