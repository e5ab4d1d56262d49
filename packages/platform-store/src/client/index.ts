export {
  EventStore,
  type AppendOutcome,
  type RecordedEvent,
  type RunMutationCtx,
  type RunQueryCtx,
} from "./EventStore.js";
export { comparePositions, type Position } from "./position.js";
export { eventIdOf } from "../component/eventIdOf.js";
export { findOversize, type Oversize, type ValueLimits } from "../component/findOversize.js";
export { toStorable } from "../component/toStorable.js";
export { defaultLimits, resolveLimits, type Limits } from "../component/limits.js";
export type { StoreErrorCode, StoreErrorData } from "../component/errors.js";
export type {
  AppendArgs,
  Expectation,
  NewEvent,
  State,
  StreamAppend,
  StreamKey,
  Tag,
} from "../component/shared.js";
export type { ComponentApi } from "../component/_generated/component.js";
