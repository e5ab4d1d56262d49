import { v } from "convex/values";
import { internalMutation } from "./_generated/server.js";
import * as safetyNet from "../server/loop/safetyNet.js";

/** Starts every loop that has something to do and does not run; one that has nothing stays asleep. */
export const wakeAll = internalMutation({
  args: { after: v.optional(v.number()) },
  returns: v.null(),
  handler: safetyNet.wakeAll,
});
