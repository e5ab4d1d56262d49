import type { RecordedEvent } from "../applyEvents.js";
import type { AnyProjection } from "../defineProjection.js";

/** What an event is routed by. */
export type RoutedEvent = Pick<
  RecordedEvent,
  "type" | "streamType" | "category" | "context" | "tags"
>;

/** Whether a read model is given an event: one of the types it handles that its `where` lets pass. Pure. */
export function subscribes(projection: AnyProjection, event: RoutedEvent): boolean {
  if (!projection.handles.includes(event.type)) return false;
  const { categories, contexts, streamTypes, tags } = projection.where;
  return (
    (categories?.includes(event.category) ?? true) &&
    (contexts?.includes(event.context) ?? true) &&
    (streamTypes?.includes(event.streamType) ?? true) &&
    (tags?.every((tag) => hasTag(event, tag)) ?? true)
  );
}

/** Whether an event carries a tag of this name and value. */
export function hasTag(event: RoutedEvent, { name, value }: RoutedEvent["tags"][number]): boolean {
  return event.tags.some((tag) => tag.name === name && tag.value === value);
}
