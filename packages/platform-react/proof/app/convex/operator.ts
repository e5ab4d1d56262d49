import { mutationGeneric } from "convex/server";
import { v } from "convex/values";
import { components } from "./platform";

/** Stops the projection of a read model, or has it go on. */
export const setRunning = mutationGeneric({
  args: { projection: v.string(), isRunning: v.boolean() },
  handler: async (ctx, { projection, isRunning }) => {
    const { pause, resume } = components.platformCore.lib;
    await ctx.runMutation(isRunning ? resume : pause, { consumer: projection, actor: "operator" });
  },
});
