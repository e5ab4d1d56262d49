export { EventStore } from "./EventStore.js";
export { readLogs } from "./readLogs.js";
export type { AppendOutcome } from "./AppendOutcome.js";
export type { LogFilter, LogPage } from "./logPage.js";
export type { RecordedEvent } from "./placed.js";
export { eventIdOf } from "../contract/eventIdOf.js";
export {
  comparePositions,
  findOversize,
  toStorable,
  type Position,
} from "@convex-es/platform-base";
export { defaultLimits, resolveLimits, type Limits } from "../contract/limits.js";
export { pageBudget } from "../contract/pageBudget.js";
export type { Audit } from "../contract/auditEntry.js";
export type { StoreErrorCode, StoreErrorData } from "../contract/errors.js";
export type { Expectation, NewEvent, State, StreamKey, Tag } from "../contract/shared.js";
export type { AppendArgs } from "./appendArguments.js";
export type { ComponentApi } from "../component/_generated/component.js";
