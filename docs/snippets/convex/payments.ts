import { CommandBus, fingerprint, vCommandStatus, type Ending } from "@convex-es/platform-bus";
import { v } from "convex/values";
import { components, internal } from "./_generated/api";
import { internalAction, internalMutation, mutation, query } from "./_generated/server";

const bus = new CommandBus(components.commandBus);

export const pay = mutation({
  args: { commandId: v.string(), orderId: v.string() },
  handler: async (ctx, { commandId, ...payload }) => {
    const identity = await ctx.auth.getUserIdentity();
    if (identity === null) return { status: "refused" as const, code: "UNAUTHENTICATED" };
    const startedAt = Date.now();
    const settlement = await bus.begin(ctx, {
      tenant: "",
      commandId,
      type: "pay",
      fingerprint: fingerprint(payload),
      actorId: identity.tokenIdentifier,
      correlationId: commandId,
      causationId: null,
      startedAt,
      deadline: startedAt + 10 * 60_000,
    });
    if (settlement.status === "new") {
      await ctx.scheduler.runAfter(0, internal.payments.charge, { commandId, ...payload });
    }
    return settlement;
  },
});

export const charged = internalMutation({
  args: { commandId: v.string(), orderId: v.string(), error: v.union(v.null(), v.string()) },
  handler: async (ctx, { commandId, orderId, error }) => {
    const outcome: Ending =
      error === null
        ? { status: "executed", version: 1, position: null, events: [] }
        : { status: "failed", code: "PAYMENT_FAILED", message: error, details: null };
    const completion = await bus.complete(ctx, { tenant: "", commandId, outcome });
    if (completion.status !== "completed") return; // It had ended before: too late, or reported twice.
    await ctx.db.insert("payments", { orderId }); // The effects commit together with the outcome.
  },
});

export const charge = internalAction({
  args: { commandId: v.string(), orderId: v.string() },
  handler: async (ctx, payment): Promise<null> => {
    await ctx.runMutation(internal.payments.charged, { ...payment, error: null });
    return null;
  },
});

export const commandStatus = query({
  args: { commandId: v.string() },
  returns: vCommandStatus,
  handler: async (ctx, key) => {
    const identity = await ctx.auth.getUserIdentity();
    const status = await bus.status(ctx, { tenant: "", ...key });
    if (status.status === "unknown") return status;
    return status.actorId === identity?.tokenIdentifier ? status : { status: "unknown" as const };
  },
});
