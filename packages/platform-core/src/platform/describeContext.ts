import { classify, type Classification } from "../readModels/classify.js";
import type { AnyContext } from "../declarations/defineBoundedContext.js";
import type { AnyProjection, ProjectionCategory } from "../declarations/defineProjection.js";
import type { Delivery } from "../declarations/projectionDelivery.js";

/** What an app can tell about one of its read models. */
export type ReadModelDescription = Omit<Delivery, "onFailure"> & {
  replaces: number | null;
} & Classification & { name: string; category: ProjectionCategory; handles: string[] };

/** What an app can tell about one of its contexts: plain data, fit to return from a query. */
export type ContextDescription = {
  name: string;
  version: number;
  description: string;
  /** The stream types only this context appends to. */
  streamTypes: string[];
  events: string[];
  commands: string[];
  /** Its process managers, each with the events it handles. */
  processes: { name: string; handles: string[]; starts: string[] }[];
  /** How each is delivered, what feeds it, and how it could be partitioned (`strategy`) for what `reason`. */
  readModels: ReadModelDescription[];
};

/** Describes a context from its declaration, beside all contexts of its app. */
export function describeContext(
  context: AnyContext,
  contexts: readonly AnyContext[],
): ContextDescription {
  return {
    name: context.name,
    version: context.version,
    description: context.description,
    streamTypes: context.aggregates.map((aggregate) => aggregate.name),
    events: eventTypesOf(context),
    commands: Object.keys(context.commands),
    processes: Object.entries(context.processes).map(([name, { handles, starts }]) => ({
      name,
      handles: [...handles],
      starts: [...starts],
    })),
    readModels: context.projections.map((projection) => describeReadModel(projection, contexts)),
  };
}

/** The types of all events of a context, each once. */
export function eventTypesOf({ aggregates }: AnyContext): string[] {
  return [...new Set(aggregates.flatMap((aggregate) => Object.keys(aggregate.events)))];
}

function describeReadModel(
  projection: AnyProjection,
  contexts: readonly AnyContext[],
): ReadModelDescription {
  const { name, category, delivery, version, replaces, partitions, handles } = projection;
  const declared = { name, category, delivery, version, partitions, handles: [...handles] };
  return { ...declared, replaces: replaces?.version ?? null, ...classify(projection, contexts) };
}
