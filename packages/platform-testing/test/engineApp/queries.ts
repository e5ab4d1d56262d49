import { v } from "convex/values";
import { mutation, query } from "./schema.js";

/** Functions of the app that only read orders. */
export const orderQueries = {
  get: query({
    args: { id: v.id("orders") },
    handler: async (ctx, { id }) => ctx.db.get("orders", id),
  }),
  first: query({
    args: { customer: v.string() },
    handler: async (ctx, { customer }) =>
      ctx.db
        .query("orders")
        .withIndex("by_customer", (q) => q.eq("customer", customer))
        .first(),
  }),
  take: query({
    args: { customer: v.string(), n: v.number() },
    handler: async (ctx, { customer, n }) =>
      ctx.db
        .query("orders")
        .withIndex("by_customer", (q) => q.eq("customer", customer))
        .take(n),
  }),
  unique: query({
    args: { customer: v.string() },
    handler: async (ctx, { customer }) =>
      ctx.db
        .query("orders")
        .withIndex("by_customer", (q) => q.eq("customer", customer))
        .unique(),
  }),
  untilBreak: query({
    args: {},
    handler: async (ctx) => {
      for await (const order of ctx.db.query("orders")) if (order.amount >= 2) break;
    },
  }),
  all: query({ args: {}, handler: async (ctx) => ctx.db.query("orders").collect() }),
  page: query({
    args: {
      numItems: v.number(),
      cursor: v.union(v.string(), v.null()),
      endCursor: v.optional(v.string()),
    },
    handler: async (ctx, options) => ctx.db.query("orders").paginate(options as never),
  }),
  twoPages: query({
    args: {},
    handler: async (ctx) => {
      await ctx.db.query("orders").paginate({ numItems: 1, cursor: null });
      await ctx.db.query("orders").paginate({ numItems: 1, cursor: null });
    },
  }),
  look: mutation({
    args: {},
    handler: async (ctx) => {
      await ctx.db.query("orders").collect();
    },
  }),
  whoAmI: query({
    args: {},
    handler: async (ctx) => (await ctx.auth.getUserIdentity())?.subject ?? null,
  }),
};
