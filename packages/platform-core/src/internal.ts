// What platform-testing runs specifications with; no part of the public API.
export { decideCommand, type Decision } from "./decideCommand.js";
export { fold } from "./fold.js";
export { deepFreeze } from "./deepFreeze.js";
export { applyEvents, groupByKey, type RecordedEvent } from "./applyEvents.js";
export { issuesOf } from "./refinement.js";
export { newIdsOf } from "./newIds.js";
export { wiringOf } from "./createPlatform.js";
export { recordEvents } from "./recordEvents.js";
export { loadAggregate } from "./loadAggregate.js";
export { behaviourOf } from "./makeCommand.js";
export { anonymous } from "./actor.js";
export { infrastructureDataOf } from "./infrastructureError.js";
export type { AnyCommand } from "./command.js";
export type { AnyAggregate } from "./defineAggregate.js";
export type { AnyProjection } from "./defineProjection.js";
export type { AnyContext } from "./defineBoundedContext.js";
export type { ArgsOf, AnyOutcome } from "./outcome.js";
export type { Evolve } from "./defineAggregate.js";
