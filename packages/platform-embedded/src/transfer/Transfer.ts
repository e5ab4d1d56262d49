import type { Exports } from "./Exports.js";
import type { Imports } from "./Imports.js";

/** What `convex import` and `convex export` stand on. */
export interface Transfer {
  readonly imports: Imports;
  readonly exports: Exports;
}
