import { CommandBus, fingerprint } from "@convex-es/platform-bus";
import { v } from "convex/values";
import { components } from "./_generated/api";
import { mutation } from "./_generated/server";

const bus = new CommandBus(components.commandBus);

export const renameProduct = mutation({
  args: { commandId: v.string(), productId: v.id("products"), name: v.string() },
  handler: async (ctx, { commandId, ...payload }) => {
    const identity = await ctx.auth.getUserIdentity();
    if (identity === null) return { status: "refused" as const, code: "UNAUTHENTICATED" };
    const attempt = {
      tenant: "",
      commandId,
      type: "renameProduct",
      fingerprint: fingerprint(payload),
      actorId: identity.tokenIdentifier,
    };
    const startedAt = Date.now();
    const settlement = await bus.settle(ctx, attempt);
    if (settlement.status === "settled") return settlement.outcome;
    if (settlement.status === "pending") return settlement;
    if (settlement.status === "reused") {
      return { status: "refused" as const, code: "COMMAND_ID_REUSED" };
    }

    await ctx.db.patch("products", payload.productId, { name: payload.name });

    const outcome = { status: "executed" as const, version: 1, position: null, events: [] };
    const causes = { correlationId: commandId, causationId: null };
    await bus.record(ctx, { ...attempt, ...causes, startedAt, outcome });
    return outcome;
  },
});
