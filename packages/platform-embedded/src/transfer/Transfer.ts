import type { Exports } from "./Exports.js";
import type { Imports } from "./Imports.js";

/** What `convex import` and `convex export` stand on. */
export type Transfer = {
  readonly imports: Imports;
  readonly exports: Exports;
};
