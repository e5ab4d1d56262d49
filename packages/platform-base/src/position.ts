import { compareValues, v, type Infer } from "convex/values";

const logFields = { commitTs: v.commitTs(), ordinal: v.number() };

/** The validator of a position in one log. */
export const vLogPosition = v.object(logFields);
/** Where an event lies in one store's log; `commitTs` is a placeholder inside the mutation that writes the event. */
export type LogPosition = Infer<typeof vLogPosition>;

/** The validator of a position in the order of all stores. */
export const vPosition = v.object({ ...logFields, store: v.string() });
/** Where an event lies in the order of all stores; `commitTs` is a placeholder inside the mutation that writes the event. */
export type Position = Infer<typeof vPosition>;

/** The order of the logs: negative when `a` comes first; equal places of several stores by store name, stable but not causal. */
export function comparePositions(a: Position, b: Position): number {
  const byCommit = compareValues(a.commitTs, b.commitTs) || a.ordinal - b.ordinal;
  if (byCommit !== 0 || a.store === b.store) return byCommit;
  return a.store < b.store ? -1 : 1;
}
