import { isExecutedNow } from "./isExecutedNow.ts";
import type { Pass } from "./Pass.ts";

/** What a first pass found that earlier runs had left. */
export type FedBefore = {
  /** Commands that were executed now. */
  executed: number;
  /** Commands that were answered with the outcome of an earlier run. */
  duplicates: number;
  /** Documents written. */
  writes: number;
};

/** Tells what of a pass was new. */
export function fedBefore({ sent, otherWrites }: Pass): FedBefore {
  const answered = sent.filter(
    ({ outcome: { status } }) => status === "executed" || status === "rejected",
  );
  return {
    executed: sent.filter(isExecutedNow).length,
    duplicates: answered.filter(({ counts }) => counts.docsWritten === 0).length,
    writes: sent.reduce((sum, { counts }) => sum + counts.docsWritten, otherWrites),
  };
}
