import type { RefusedRow } from "./ImportPlan.ts";

/** Rows in the order in which a reader wants them: those at fault first, then by file and line. */
export const sortRefused = (rows: readonly RefusedRow[]): RefusedRow[] =>
  rows.toSorted(
    (a, b) =>
      Number(b.isCause) - Number(a.isCause) || b.file.localeCompare(a.file) || a.line - b.line,
  );
