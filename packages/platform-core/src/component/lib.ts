import { v } from "convex/values";
import { mutation, query } from "./_generated/server.js";
import { servedCursors as cursorsServed, vServedCursors } from "./servedCursors.js";
import { vHandles } from "./shared.js";
import { wake as wakeDispatcher } from "./wake.js";

/** Makes sure that somebody looks at what the calling command has appended. */
export const wake = mutation({
  args: vHandles.fields,
  returns: v.null(),
  handler: wakeDispatcher,
});

/** How far the served generation of a projection has come. */
export const servedCursors = query({
  args: { projection: v.string() },
  returns: v.union(v.null(), vServedCursors),
  handler: cursorsServed,
});
