import { v } from "convex/values";
import { internalQuery } from "./_generated/server.js";
import * as comparison from "../server/builds/compareRows.js";
import { cursorsOf as findCursors } from "../server/tables/cursors.js";

// Mutations run these with `useStaleSnapshot`, so that they never conflict with whoever writes what is read.

/** How far workers had come when the transaction began. */
export const cursorsOf = internalQuery({
  args: { workers: v.array(v.string()) },
  returns: v.array(v.union(v.null(), v.string())),
  handler: (ctx, { workers }) => findCursors(ctx, workers),
});

/** Compares a page of rows, all of it as of one moment. */
export const compareRows = internalQuery({
  args: comparison.comparisonArgs,
  returns: comparison.vComparedPage,
  handler: comparison.compareRows,
});
