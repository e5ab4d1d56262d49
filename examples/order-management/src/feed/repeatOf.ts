import { isDeepStrictEqual } from "node:util";
import type { Pass } from "./Pass.ts";

/** What feeding the same input again did. */
export type Repeat = {
  commands: number;
  /** Documents written, as the recorder counted them. */
  writes: number;
  /** Commands that were answered otherwise than the first time. */
  otherOutcomes: number;
};

/** Compares later passes, taken together, with the first one. */
export function repeatOf(first: Pass, again: readonly Pass[]): Repeat {
  const pairs = again.flatMap(({ sent }) => {
    const length = Math.max(sent.length, first.sent.length);
    return Array.from({ length }, (_, i) => [first.sent[i], sent[i]] as const);
  });
  return {
    commands: again.reduce((sum, { sent }) => sum + sent.length, 0),
    writes:
      pairs.reduce((sum, [, later]) => sum + (later?.counts.docsWritten ?? 0), 0) +
      again.reduce((sum, { otherWrites }) => sum + otherWrites, 0),
    otherOutcomes: pairs.filter(([a, b]) => !isDeepStrictEqual(a?.outcome, b?.outcome)).length,
  };
}
