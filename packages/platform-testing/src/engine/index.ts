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
} from "./frame/engineHooks.js";
export { currentOrigin, inlineName } from "./frame/frame.js";
export { placeOfId, type ComponentContent, type StoredJob } from "./recorder/restore.js";
export type { SnapshotQuery, SnapshotResult } from "./frame/snapshot.js";
export type { Document } from "./documents/document.js";
export type { Conflict } from "./race/conflicts.js";
export type { Footprint, TableCounts } from "./frame/footprint.js";
export type { TransactionLimits } from "./frame/meter.js";
export type { Operation } from "./frame/operation.js";
export type { RaceOptions, RaceOutcome, RaceReport } from "./race/race.js";
export type { Bound, RangeRead, Read } from "./documents/read.js";
export type { Write } from "./documents/write.js";
export { overlaps } from "./race/conflicts.js";
export { seededRandom } from "./documents/seededRandom.js";
