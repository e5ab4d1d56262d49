import { compareValues, type CommitTsPlaceholder } from "convex/values";

/** Where an event lies in the order of all stores; `commitTs` is a placeholder inside the mutation that wrote it. */
export type Position = {
  commitTs: bigint | CommitTsPlaceholder;
  ordinal: number;
  store: string;
};

/** The order of the logs: negative when `a` comes first; equal places of several stores by store name, stable but not causal. */
export function comparePositions(a: Position, b: Position): number {
  const byCommit = compareValues(a.commitTs, b.commitTs) || a.ordinal - b.ordinal;
  if (byCommit !== 0 || a.store === b.store) return byCommit;
  return a.store < b.store ? -1 : 1;
}
