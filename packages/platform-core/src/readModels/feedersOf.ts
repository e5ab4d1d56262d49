import type { AnyAggregate } from "../declarations/defineAggregate.js";
import type { AnyContext } from "../declarations/defineBoundedContext.js";
import type { AnyProjection } from "../declarations/defineProjection.js";

/** An aggregate whose streams hold events of a read model, and the context that owns it. */
export type Feeder = { aggregate: AnyAggregate; context: string };

/** Where the events come from that a read model subscribes to: the aggregates that its `where` lets pass. */
export function feedersOf(
  { where, handles }: AnyProjection,
  contexts: readonly AnyContext[],
): Feeder[] {
  const all = contexts.flatMap(({ name: context, aggregates }) =>
    aggregates.map((aggregate) => ({ aggregate, context })),
  );
  return all.filter(
    ({ aggregate: { name, events }, context }) =>
      (where.contexts?.includes(context) ?? true) &&
      (where.streamTypes?.includes(name) ?? true) &&
      handles.some((type) => Object.hasOwn(events, type)),
  );
}
