export {
  createEngine,
  type AppSource,
  type ComponentSource,
  type Engine,
  type EngineOptions,
} from "./createEngine.js";
export type {
  Committing,
  EngineHooks,
  FileHost,
  FileSource,
  FunctionEnd,
  KeptFile,
  ScheduledJob,
} from "./engineHooks.js";
export { currentOrigin, INLINE } from "./frame.js";
export { placeOfId, type ComponentContent, type StoredJob } from "./restore.js";
export type { SnapshotQuery, SnapshotResult } from "./snapshot.js";
export type { Document } from "./document.js";
export type { Conflict } from "./conflicts.js";
export type { Footprint, TableCounts } from "./footprint.js";
export type { TransactionLimits } from "./meter.js";
export type { Operation } from "./operation.js";
export type { RaceOptions, RaceOutcome, RaceReport } from "./race.js";
export type { Bound, RangeRead, Read } from "./read.js";
export type { Write } from "./write.js";
export { overlaps } from "./conflicts.js";
