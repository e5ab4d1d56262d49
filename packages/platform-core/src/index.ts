export { createPlatform, type Platform } from "./createPlatform.js";
export { initPlatform, type DefineProjection } from "./initPlatform.js";
export { defineBoundedContext, type BoundedContext } from "./defineBoundedContext.js";
export { defineAggregate, type Aggregate, type DefineAggregate } from "./defineAggregate.js";
export {
  defineEvents,
  type DomainEvent,
  type EventCatalog,
  type EventDefinition,
  type EventOf,
} from "./defineEvents.js";
export { defineRejections, type RejectionDefinition } from "./defineRejections.js";
export { defineInvariants, type Invariants } from "./defineInvariants.js";
export { deterministicId } from "./deterministicId.js";
export { ensure } from "./ensure.js";
export { projectionTable, platformTables } from "./projectionTable.js";
export type { Command, DecideContext } from "./command.js";
export type { Projection, ReadModelName, RowOf } from "./defineProjection.js";
export type { ReadModel } from "./readModel.js";
export type { Actor } from "./actor.js";
export type { CommandMeta } from "./envelope.js";
export type { Executed, Outcome, OutcomeOf, Position, Refused, Rejected } from "./outcome.js";
export type { TraceNode, TracePage } from "./tracing/Trace.js";
export { DeclarationError } from "./infrastructureError.js";
