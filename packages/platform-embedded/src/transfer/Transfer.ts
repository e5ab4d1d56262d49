import type { Exports } from "./Exports.js";
import type { Imports } from "./Imports.js";

/** What the endpoints of `convex import` and `convex export` need. */
export type Transfer = {
  readonly imports: Imports;
  readonly exports: Exports;
};
