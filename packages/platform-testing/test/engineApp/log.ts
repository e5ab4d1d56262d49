import { makeFunctionReference } from "convex/server";
import { v } from "convex/values";
import { mutation, query } from "./schema.js";

const append = makeFunctionReference<"mutation", { stream: string }, bigint>("log:append");
const pageRef = makeFunctionReference<"query", { after: bigint }, string[]>("log:page");

/** An event log in small: appends at the commit timestamp and consumers that read behind it. */
export const log = {
  append: mutation({
    args: { stream: v.string() },
    returns: v.commitTs(),
    handler: async (ctx, { stream }) => {
      const last = await ctx.db
        .query("log")
        .withIndex("by_stream", (q) => q.eq("stream", stream))
        .order("desc")
        .first();
      const position = ctx.db.vars.commitTs;
      await ctx.db
        .query("log")
        .withIndex("by_position", (q) => q.eq("position", position))
        .order("desc")
        .first();
      await ctx.db.insert("log", { stream, n: (last?.n ?? 0) + 1, position });
      return position;
    },
  }),
  appendTwice: mutation({
    args: { stream: v.string() },
    handler: async (ctx, args) => {
      await ctx.runMutation(append, args);
      await ctx.runMutation(append, args);
    },
  }),
  consume: mutation({
    args: { after: v.int64() },
    handler: async (ctx, { after }) => {
      const rows = await ctx.db
        .query("log")
        .withIndex("by_position", (q) => q.gt("position", after))
        .collect();
      await ctx.db.insert("cursors", { name: "c", position: after });
      return rows.length;
    },
  }),
  last: query({
    args: {},
    handler: async (ctx) => (await ctx.db.query("log").order("desc").first())?.position ?? null,
  }),
  consumeUpTo: mutation({
    args: { position: v.int64() },
    handler: async (ctx, { position }) => {
      await ctx.db
        .query("log")
        .withIndex("by_position", (q) => q.lte("position", position))
        .collect();
      await ctx.db.insert("cursors", { name: "c", position });
    },
  }),
  page: query({
    args: { after: v.int64() },
    handler: async (ctx, { after }) => {
      const rows = await ctx.db
        .query("log")
        .withIndex("by_position", (q) => q.gt("position", after))
        .collect();
      return rows.map(({ stream, n }) => `${stream}${n}`);
    },
  }),
  consumeStale: mutation({
    args: { after: v.int64() },
    handler: async (ctx, { after }): Promise<unknown> => {
      await ctx.db.insert("log", { stream: "own", n: 1, position: 7n });
      const page = await ctx.runQuery(
        pageRef,
        { after },
        {
          useStaleSnapshot: true,
        },
      );
      await ctx.db.insert("cursors", { name: "c", position: after });
      return page;
    },
  }),
};
