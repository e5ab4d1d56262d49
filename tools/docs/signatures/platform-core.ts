/**
 * What the functions of `@convex-es/platform-core` take and give; these types have no name to import.
 *
 * @module
 */
export type { ActorOf } from "../../../packages/platform-core/src/declarations/actor.js";
export type {
  BatchArgs,
  BatchOutcome,
} from "../../../packages/platform-core/src/commands/batch/BatchOutcome.js";
export type {
  CommandOptions,
  LoadContext,
  LoadTarget,
  RateLimit,
} from "../../../packages/platform-core/src/declarations/command.js";
export type {
  PlatformComponents,
  PlatformOptions,
  Sending,
} from "../../../packages/platform-core/src/platform/createPlatform.js";
export type { AggregateOptions } from "../../../packages/platform-core/src/declarations/defineAggregate.js";
export type { ProjectionOptions } from "../../../packages/platform-core/src/declarations/defineProjection.js";
export type { CommandLogOptions } from "../../../packages/platform-core/src/commands/CommandLog.js";
export type { RowQuery } from "../../../packages/platform-core/src/readModels/readModel.js";
export type { RuntimeFunctions } from "../../../packages/platform-core/src/wiring/runtimeFunctions.js";
export type {
  HistoryOptions,
  HistoryPage,
  ReadLogOptions,
  LogPage,
} from "../../../packages/platform-core/src/states/history.js";
export type {
  Repair,
  RepairOptions,
} from "../../../packages/platform-core/src/states/repairState.js";
export type {
  LoadOptions,
  Repository,
  VersionedState,
} from "../../../packages/platform-core/src/states/repository.js";
export type { Moment } from "../../../packages/platform-core/src/states/stateAt.js";
export type { ReadScope } from "../../../packages/platform-core/src/wiring/tenantOf.js";
export type {
  Verification,
  VerifyOptions,
} from "../../../packages/platform-core/src/states/verifyStates.js";
export type {
  ContextEntry,
  MountedContext,
} from "../../../packages/platform-core/src/wiring/Stores.js";
export type { TraceQuery } from "../../../packages/platform-core/src/tracing/readTrace.js";
export type { View } from "../../../packages/platform-core/src/readSide/viewOf.js";
