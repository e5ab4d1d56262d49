import type { RecordedEvent } from "./applyEvents.js";
import type { AnyProjection } from "../declarations/defineProjection.js";

/** What an event is routed by. */
export type RoutableEvent = Pick<
  RecordedEvent,
  "type" | "streamType" | "category" | "context" | "tags"
>;

/** What keeps an event from a read model: the first that does. */
export type Obstacle = "type" | "category" | "context" | "streamType" | "tags";

/** Whether a read model is given an event: one of the types it handles that its `where` lets pass. Pure. */
export function subscribes(projection: AnyProjection, event: RoutableEvent): boolean {
  return obstacleTo(projection, event) === null;
}

/** What keeps an event from a read model, `null` where nothing does. */
export function obstacleTo(projection: AnyProjection, event: RoutableEvent): Obstacle | null {
  const { categories, contexts, streamTypes, tags = [] } = projection.where;
  if (!projection.handles.includes(event.type)) return "type";
  if (isOutside(categories, event.category)) return "category";
  if (isOutside(contexts, event.context)) return "context";
  if (isOutside(streamTypes, event.streamType)) return "streamType";
  return tags.every((tag) => hasTag(event, tag)) ? null : "tags";
}

const isOutside = (list: readonly string[] | undefined, name: string) =>
  list !== undefined && !list.includes(name);

const hasTag = (event: RoutableEvent, { name, value }: RoutableEvent["tags"][number]) =>
  event.tags.some((tag) => tag.name === name && tag.value === value);
