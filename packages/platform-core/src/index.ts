export { createPlatform, type Platform } from "./platform/createPlatform.js";
export { initPlatform, type DefineProjection } from "./declarations/initPlatform.js";
export { defineBoundedContext, type BoundedContext } from "./declarations/defineBoundedContext.js";
export {
  defineAggregate,
  type Aggregate,
  type DefineAggregate,
} from "./declarations/defineAggregate.js";
export {
  defineEvents,
  type DomainEvent,
  type EventCatalog,
  type EventDefinition,
  type EventOf,
} from "./declarations/defineEvents.js";
export { defineRejections, type RejectionDefinition } from "./declarations/defineRejections.js";
export { defineInvariants, type Invariants } from "./declarations/defineInvariants.js";
export type { Frozen } from "./base/frozen.js";
export { deterministicId } from "./base/deterministicId.js";
export { ensure, reject } from "./declarations/ensure.js";
export { projectionTable, platformTables } from "./declarations/projectionTable.js";
export type { Command, DecideContext } from "./declarations/command.js";
export type { Projection, ReadModelName, RowOf } from "./declarations/defineProjection.js";
export type { ReadModel } from "./readModels/readModel.js";
export type { Actor } from "./declarations/actor.js";
export type { CommandMeta } from "./commands/envelope.js";
export type {
  Executed,
  Outcome,
  OutcomeOf,
  Position,
  Refused,
  Rejected,
} from "./declarations/outcome.js";
export type { TraceNode, TracePage } from "./tracing/Trace.js";
export { DeclarationError } from "./base/infrastructureError.js";
