import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation, internalQuery } from "./_generated/server";
import { Order } from "./contexts/orders/order";
import { platform } from "./platform";

export const orderHistory = internalQuery({
  args: { orderId: v.string(), from: v.optional(v.number()) },
  handler: (ctx, { orderId, from }) => platform.history(ctx, Order, { id: orderId, from }),
});

export const orderAsOf = internalQuery({
  args: { orderId: v.string(), time: v.number() },
  handler: (ctx, { orderId, time }) => platform.stateAt(ctx, Order, { id: orderId, time }),
});

export const verifyOrders = internalQuery({
  args: { after: v.optional(v.string()) },
  handler: (ctx, { after }) => platform.verifyStates(ctx, Order, { after }),
});

export const repairOrder = internalMutation({
  args: { orderId: v.string(), progress: v.optional(v.string()) },
  returns: v.null(),
  handler: async (ctx, { orderId, progress }): Promise<null> => {
    const step = await platform.repairState(ctx, Order, { id: orderId, progress });
    if (step.status === "progress") {
      const next = { orderId, progress: step.progress };
      await ctx.scheduler.runAfter(0, internal.maintenance.repairOrder, next);
    }
    return null;
  },
});
