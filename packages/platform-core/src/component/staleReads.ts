import { v } from "convex/values";
import { internalQuery } from "./_generated/server.js";
import {
  compareRows as compareThem,
  comparisonArgs,
  vComparedPage,
} from "../server/builds/compareRows.js";
import { cursorsOf as cursorsOfThem } from "../server/tables/cursors.js";

// What is read with `useStaleSnapshot`, so that who is read never conflicts with the reader.

/** How far workers had come when the transaction began. */
export const cursorsOf = internalQuery({
  args: { workers: v.array(v.string()) },
  returns: v.array(v.union(v.null(), v.string())),
  handler: (ctx, { workers }) => cursorsOfThem(ctx, workers),
});

/** Compares a page of rows, all of it as of one moment. */
export const compareRows = internalQuery({
  args: comparisonArgs,
  returns: vComparedPage,
  handler: compareThem,
});
