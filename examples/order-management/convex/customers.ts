import { ConvexError, v } from "convex/values";
import { actorOf } from "./actor";
import { findCustomer } from "./findCustomer";
import { mutation } from "./_generated/server";

/** Plain Convex beside the platform: customers are a table, not events. */
export const saveCustomer = mutation({
  args: { customerId: v.string(), name: v.string() },
  returns: v.null(),
  handler: async (ctx, { customerId, name }) => {
    const identity = await ctx.auth.getUserIdentity();
    if (identity === null) throw new ConvexError("Sign in first.");
    const key = { tenant: actorOf(identity).tenant, customerId };
    const known = await findCustomer(ctx.db, key);
    if (known === null) await ctx.db.insert("customers", { ...key, name });
    else if (known.name !== name) await ctx.db.patch("customers", known._id, { name });
    return null;
  },
});
