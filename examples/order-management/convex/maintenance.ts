import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation, internalQuery } from "./_generated/server";
import { Order } from "./contexts/orders/order";
import { platform } from "./platform";

// Nobody is signed in where the scheduler or the dashboard calls: each of these names the tenant.
const tenant = v.string();

export const orderHistory = internalQuery({
  args: { tenant, orderId: v.string(), from: v.optional(v.number()) },
  handler: (ctx, { orderId, ...page }) => platform.history(ctx, Order, { id: orderId, ...page }),
});

export const orderAsOf = internalQuery({
  args: { tenant, orderId: v.string(), time: v.number() },
  handler: (ctx, { orderId, ...at }) => platform.stateAt(ctx, Order, { id: orderId, ...at }),
});

export const verifyOrders = internalQuery({
  args: { tenant, after: v.optional(v.string()) },
  handler: (ctx, page) => platform.verifyStates(ctx, Order, page),
});

export const repairOrder = internalMutation({
  args: { tenant, orderId: v.string(), progress: v.optional(v.string()) },
  returns: v.null(),
  handler: async (ctx, { orderId, ...scope }): Promise<null> => {
    const step = await platform.repairState(ctx, Order, { id: orderId, ...scope });
    if (step.status === "progress") {
      const next = { ...scope, orderId, progress: step.progress };
      await ctx.scheduler.runAfter(0, internal.maintenance.repairOrder, next);
    }
    return null;
  },
});
