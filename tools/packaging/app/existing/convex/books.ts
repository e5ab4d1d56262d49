import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const addBook = mutation({
  args: { title: v.string() },
  returns: v.id("books"),
  handler: (ctx, { title }) => ctx.db.insert("books", { title }),
});

export const listTitles = query({
  args: {},
  returns: v.array(v.string()),
  handler: async (ctx) => (await ctx.db.query("books").take(100)).map(({ title }) => title),
});
