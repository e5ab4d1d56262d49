import { v } from "convex/values";
import { mutation, query } from "./_generated/server.js";
import { vDecision, vHonouredPage } from "../contract/decisions.js";
import { vOperated } from "../contract/letters.js";
import * as decisions from "../server/letters/decisions.js";
import * as table from "../server/tables/decisions.js";

/** What a build honours of the decisions about the events of a page. */
export const honouredBetween = query({
  args: table.honouredArgs,
  returns: vHonouredPage,
  handler: table.honouredBetween,
});

/** Decisions that match a filter, some at a time, oldest first. */
export const list = query({
  args: decisions.listDecisionsArgs.fields,
  returns: v.object({ decisions: v.array(vDecision), cursor: v.union(v.number(), v.null()) }),
  handler: (ctx, page) => decisions.listDecisions(ctx, page),
});

/** Forgets decisions. */
export const forget = mutation({
  args: decisions.forgetArgs,
  returns: vOperated,
  handler: decisions.forget,
});
