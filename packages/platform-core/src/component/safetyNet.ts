import { v } from "convex/values";
import { internalMutation } from "./_generated/server.js";
import { findApp } from "../server/base/app.js";
import { pingDispatcher, pingWorker, workersOf } from "../server/base/workers.js";
import { followsLog } from "../server/tables/generations.js";

/** Starts every loop that may have something to do; one that has nothing falls asleep at once. */
export const wakeAll = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    if ((await findApp(ctx)) === null) return null;
    await pingDispatcher(ctx);
    for await (const generation of ctx.db.query("generations")) {
      if (generation.state === "live" && !followsLog(generation)) continue;
      for (const worker of workersOf(generation)) await pingWorker(ctx, worker);
    }
    return null;
  },
});
