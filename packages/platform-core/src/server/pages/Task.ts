import type { Doc } from "../../component/_generated/dataModel.js";

/** A worker and what it works on. */
export type Task = {
  worker: string;
  generation: Doc<"generations">;
  /** `null` before its first page. */
  reader: Doc<"cursors"> | null;
  /** How far it has to come at least; all of that was committed before this transaction began. */
  upTo: string | null;
  /** Since when it has had to. */
  since: number;
};

/** When a loop goes on: at once, or after a while. */
export type Pace = { debounceMs: number } | null;
