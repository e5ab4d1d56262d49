import type { FunctionReference } from "convex/server";
import type { Position } from "../declarations/outcome.js";

/** Whether a read model shows everything up to a position: no event it handles is still to come before it. */
export type Freshness = "fresh" | "stale";

/** The query `freshness` of `platform.view(projection)`. */
export type FreshnessQuery = FunctionReference<
  "query",
  "public",
  { position: Position | null },
  Freshness
>;
