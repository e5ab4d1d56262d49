import type { Sent } from "./sendCommand.ts";

/** Whether a command was executed now: one that had been before gets its first outcome back, and nothing is written. */
export const isExecutedNow = ({ outcome, counts }: Sent): boolean =>
  outcome.status === "executed" && counts.docsWritten > 0;
