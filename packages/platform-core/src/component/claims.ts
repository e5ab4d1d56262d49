import { v } from "convex/values";
import { internal } from "./_generated/api.js";
import { internalMutation, mutation, query } from "./_generated/server.js";
import {
  claimArgs,
  confirmArgs,
  findClaimArgs,
  releaseArgs,
  vClaimed,
  vClaimState,
  vConfirmed,
  vRenewed,
} from "../contract/claims.js";
import * as claims from "../server/claims/claims.js";

/** Claims a value for a while. */
export const claim = mutation({ args: claimArgs, returns: vClaimed, handler: claims.claim });

/** Makes a held value an entity's for good. */
export const confirm = mutation({
  args: confirmArgs,
  returns: vConfirmed,
  handler: claims.confirm,
});

/** Holds a value longer. */
export const renew = mutation({ args: claimArgs, returns: vRenewed, handler: claims.renew });

/** Frees a value. */
export const release = mutation({
  args: releaseArgs,
  returns: v.boolean(),
  handler: claims.release,
});

/** How a value stands. */
export const find = query({ args: findClaimArgs, returns: vClaimState, handler: claims.find });

/** Deletes claims that have expired, batch after batch; the safety net starts it. */
export const purge = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    if (await claims.purgeClaims(ctx)) await ctx.scheduler.runAfter(0, internal.claims.purge, {});
    return null;
  },
});
