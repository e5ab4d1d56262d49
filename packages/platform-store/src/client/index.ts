export { EventStore } from "./EventStore.js";
export { readLogs } from "./readLogs.js";
export type { AppendArgs, AppendOutcome } from "./append.js";
export type { LogFilter, LogPage, RecordedEvent } from "./logPages.js";
export {
  comparePositions,
  findOversize,
  toStorable,
  type Position,
} from "@convex-es/platform-base";
export { eventIdOf } from "../contract/streamKeys.js";
export { defaultLimits, pageBudget, resolveLimits, type Limits } from "../contract/limits.js";
export type { Audit } from "../contract/audits.js";
export type { StoreErrorCode, StoreErrorData } from "../contract/errors.js";
export type { Expectation } from "../contract/append.js";
export type { Closing, NewEvent, State, StreamKey, Tag } from "../contract/events.js";
export type { ComponentApi } from "../component/_generated/component.js";
