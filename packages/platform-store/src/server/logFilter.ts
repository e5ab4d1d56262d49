import { joinKey } from "@convex-es/platform-base";
import type { Doc } from "../component/_generated/dataModel.js";
import type { Tag } from "../contract/events.js";
import type { Buckets, LogFilter } from "../contract/log.js";
import { lastBucket } from "../contract/streamKeys.js";

/** Whether no event can pass: a list of the filter is empty. */
export function isImpossible({ types, categories, contexts, streamTypes }: LogFilter): boolean {
  return [types, categories, contexts, streamTypes].some((list) => list?.length === 0);
}

/** The test that an event must pass. */
export function passes(filter: LogFilter): (event: Doc<"events">) => boolean {
  const isType = oneOf(filter.types);
  const isCategory = oneOf(filter.categories);
  const isContext = oneOf(filter.contexts);
  const isStreamType = oneOf(filter.streamTypes);
  const tags = filter.tags?.map(tagKey) ?? [];
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

function isWithin(bucket: number, buckets: Buckets | undefined): boolean {
  return buckets === undefined || (buckets.from <= bucket && bucket <= buckets.to);
}

function hasAll(event: Doc<"events">, tags: string[]): boolean {
  if (tags.length === 0) return true;
  const own = new Set(event.tags.map(tagKey));
  return tags.every((tag) => own.has(tag));
}

/** The text under which a tag is indexed. */
export const tagKey = ({ name, value }: Tag): string => joinKey(name, value);

/** Whether a range contains every bucket. */
export const isEveryBucket = ({ from, to }: Buckets): boolean => from === 0 && to === lastBucket;
