export {
  createEngine,
  type AppSource,
  type ComponentSource,
  type Engine,
  type EngineOptions,
} from "./createEngine.js";
export type { Conflict } from "./conflicts.js";
export type { Footprint, TableCounts } from "./footprint.js";
export type { TransactionLimits } from "./meter.js";
export type { Operation } from "./operation.js";
export type { RaceOptions, RaceOutcome, RaceReport } from "./race.js";
export type { Bound, RangeRead, Read } from "./read.js";
export type { Write } from "./write.js";
export { overlaps } from "./conflicts.js";
