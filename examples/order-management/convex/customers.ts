import { ConvexError, v } from "convex/values";
import { actorOf } from "./actor";
import { findCustomer } from "./findCustomer";
import { platform } from "./platform";
import { mutation, query, type MutationCtx } from "./_generated/server";

/** Plain Convex beside the platform: customers are a table, not events. An e-mail address belongs to one customer of a tenant. */
export const saveCustomer = mutation({
  args: { customerId: v.string(), name: v.string(), email: v.optional(v.string()) },
  returns: v.null(),
  handler: async (ctx, { customerId, name, email }) => {
    const identity = await ctx.auth.getUserIdentity();
    if (identity === null) throw new ConvexError("Sign in first.");
    const key = { tenant: actorOf(identity).tenant, customerId };
    if (email !== undefined) await claimEmail(ctx, customerId, email);
    const known = await findCustomer(ctx.db, key);
    if (known === null) await ctx.db.insert("customers", { ...key, name });
    else if (known.name !== name) await ctx.db.patch("customers", known._id, { name });
    return null;
  },
});

const emailClaim = (email: string) => ({ type: "customerEmail", value: email.toLowerCase() });

async function claimEmail(ctx: MutationCtx, customerId: string, email: string): Promise<void> {
  const claim = { ...emailClaim(email), holder: customerId };
  const claimed = await platform.claims.claim(ctx, { ...claim, ttlMs: 60_000 });
  if (claimed.status === "conflict") throw new ConvexError("Another customer has this address.");
  await platform.claims.confirm(ctx, { ...claim, entity: customerId });
}

/** The customer with an e-mail address, found by the address alone. */
export const findCustomerByEmail = query({
  args: { email: v.string() },
  returns: v.union(v.null(), v.string()),
  handler: async (ctx, { email }) => await platform.claims.owner(ctx, emailClaim(email)),
});
