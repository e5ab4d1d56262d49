import type { Value } from "convex/values";
import type { FunctionInfo } from "./frame.js";
import type { Footprint } from "./footprint.js";
import type { Write } from "./write.js";

/** A scheduled function: ids are unique within the component that scheduled it. */
export type ScheduledJob = { component: string; id: string };

/** A transaction that is about to commit; nothing can stop it but an exception of the hook. */
export type Committing = {
  name: string;
  /** What its placeholders become; no other commit has it. */
  ts: bigint;
  /** Placeholders are resolved. */
  writes: readonly Write[];
  value: Value;
  /** The scheduled function that this transaction completes. */
  job: ScheduledJob | null;
  /** What `call` was given as its origin. */
  origin: unknown;
};

/** A function that a client, the scheduler or an action called, after it ended. */
export type FunctionEnd = {
  info: FunctionInfo;
  ms: number;
  footprint: Footprint;
  error: unknown;
  scheduled: boolean;
};

/** What the host of an engine hears of. Hooks run while the engine works: they must be quick and must not call it. */
export interface EngineHooks {
  /** Before a transaction's writes become visible to anyone: the place to make them durable. */
  onCommit?(commit: Committing): void;
  /** A scheduled action starts: it must not be started again. Mutations tell by their commit. */
  onJobStart?(job: ScheduledJob): void;
  /** A scheduled function is over, however it ended. */
  onJobEnd?(job: ScheduledJob): void;
  onFunction?(ended: FunctionEnd): void;
}
