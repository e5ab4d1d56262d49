import type { AnyContext } from "./defineBoundedContext.js";

/** What an app can tell about one of its contexts: plain data, fit to return from a query. */
export type ContextDescription = {
  name: string;
  version: number;
  description: string;
  /** The stream types only this context appends to. */
  streamTypes: string[];
  events: string[];
  commands: string[];
  readModels: string[];
};

/** Describes a context from its declaration. */
export function describeContext(context: AnyContext): ContextDescription {
  const events = context.aggregates.flatMap((aggregate) => Object.keys(aggregate.events));
  return {
    name: context.name,
    version: context.version,
    description: context.description,
    streamTypes: context.aggregates.map((aggregate) => aggregate.name),
    events: [...new Set(events)],
    commands: Object.keys(context.commands),
    readModels: context.projections.map((projection) => projection.name),
  };
}
