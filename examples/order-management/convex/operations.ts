import { ConvexError, v } from "convex/values";
import type { Auth } from "convex/server";
import { query } from "./_generated/server";
import { actorOf } from "./actor";
import { platform } from "./platform";

/** Live: what became of a command, for the one who sent it. */
export const getCommandStatus = platform.commandStatus();

/** Live: what happened under a correlation id, as a tree of commands and events over both stores. */
export const readTrace = query({
  args: { correlationId: v.string(), cursor: v.optional(v.string()) },
  handler: async (ctx, page) => {
    await assertAuditor(ctx.auth);
    return await platform.trace(ctx, page);
  },
});

/** Live: a page of the log of both stores, in commit order. */
export const readLog = query({
  args: { types: v.optional(v.array(v.string())), after: v.optional(v.string()) },
  handler: async (ctx, page) => {
    await assertAuditor(ctx.auth);
    return await platform.readLog(ctx, page);
  },
});

/** Live: who keeps a read model up to date, how far behind that is, and what happened to it. */
export const getReadModelStatus = query({
  args: { projection: v.string() },
  handler: async (ctx, { projection }) => {
    await assertAuditor(ctx.auth);
    const { consumers } = platform;
    return {
      generations: (await consumers.list(ctx)).filter(({ consumer }) => consumer === projection),
      lag: await consumers.lag(ctx, projection),
      history: await consumers.history(ctx, { consumer: projection, limit: 20 }),
    };
  },
});

/** Live: an instance of a process, step by step: what it handled, what it sent, and what it remembered after that. */
export const getProcess = query({
  args: { process: v.string(), key: v.string(), tenant: v.optional(v.string()) },
  handler: async (ctx, instance) => {
    await assertAuditor(ctx.auth);
    return await platform.processes.get(ctx, instance);
  },
});

/** Live: the instances of a process, those that began last first. */
export const listProcesses = query({
  args: { process: v.string(), cursor: v.optional(v.union(v.null(), v.number())) },
  handler: async (ctx, page) => {
    await assertAuditor(ctx.auth);
    return await platform.processes.list(ctx, page);
  },
});

async function assertAuditor(auth: Auth): Promise<void> {
  const identity = await auth.getUserIdentity();
  if (identity === null || !actorOf(identity).roles.includes("auditor")) {
    throw new ConvexError("Only an auditor may read everything.");
  }
}
