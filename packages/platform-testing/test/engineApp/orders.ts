import { actionGeneric, makeFunctionReference } from "convex/server";
import { v, type Value } from "convex/values";
import { mutation } from "./schema.js";

const create = makeFunctionReference<"mutation", { customer: string; amount: number }>(
  "orders:create",
);
const fail = makeFunctionReference<"mutation", { customer: string }>("orders:fail");
const deep = makeFunctionReference<"mutation", { depth: number }, number>("orders:deep");
const all = makeFunctionReference<"query", Record<string, never>, unknown[]>("orders:all");
const limited = makeFunctionReference<"mutation", { documentsRead: number }, unknown[]>(
  "orders:limited",
);

/** Functions of the app that write orders, call each other, fail and schedule. */
export const orderMutations = {
  create: mutation({
    args: { customer: v.string(), amount: v.number() },
    handler: async (ctx, fields) => ctx.db.insert("orders", fields),
  }),
  createWithNote: mutation({
    args: { note: v.any() },
    handler: async (ctx, { note }: { note: Value }) =>
      ctx.db.insert("orders", { customer: "c", amount: 0, note }),
  }),
  change: mutation({
    args: { id: v.id("orders"), amount: v.number() },
    handler: async (ctx, { id, amount }) => ctx.db.patch("orders", id, { amount }),
  }),
  replace: mutation({
    args: { id: v.id("orders"), customer: v.string() },
    handler: async (ctx, { id, customer }) => ctx.db.replace("orders", id, { customer, amount: 0 }),
  }),
  remove: mutation({
    args: { id: v.id("orders") },
    handler: async (ctx, { id }) => ctx.db.delete("orders", id),
  }),
  countThenCreate: mutation({
    args: { customer: v.string() },
    handler: async (ctx, { customer }) => {
      const found = await ctx.db
        .query("orders")
        .withIndex("by_customer", (q) => q.eq("customer", customer))
        .collect();
      await ctx.db.insert("orders", { customer, amount: found.length });
      return found.length;
    },
  }),
  fail: mutation({
    args: { customer: v.string() },
    handler: async (ctx, fields) => {
      await ctx.db
        .query("orders")
        .withIndex("by_customer", (q) => q.eq("customer", "read"))
        .collect();
      await ctx.db.insert("orders", { ...fields, amount: 1 });
      throw new Error("no such luck");
    },
  }),
  survive: mutation({
    args: { customer: v.string() },
    handler: async (ctx, args) => {
      await ctx.runMutation(fail, args).catch(() => null);
      await ctx.db.insert("orders", { customer: "survivor", amount: 1 });
    },
  }),
  brokenPromise: mutation({
    args: {},
    returns: v.string(),
    handler: async (ctx) => {
      await ctx.db.insert("orders", { customer: "c", amount: 1 });
      return 1 as unknown as string;
    },
  }),
  deep: mutation({
    args: { depth: v.number() },
    handler: async (ctx, { depth }): Promise<number> =>
      depth === 0 ? 0 : 1 + (await ctx.runMutation(deep, { depth: depth - 1 })),
  }),
  limited: mutation({
    args: { documentsRead: v.number() },
    handler: async (ctx, { documentsRead }) =>
      ctx.runQuery(all, {}, { transactionLimits: { documentsRead } }),
  }),
  readThenLimited: mutation({
    args: { documentsRead: v.number() },
    handler: async (ctx, args) => {
      await ctx.runQuery(all, {});
      return ctx.runMutation(limited, args);
    },
  }),
  metrics: mutation({
    args: { id: v.id("orders") },
    handler: async (ctx, { id }) => {
      await ctx.db.patch("orders", id, { amount: 5 });
      await ctx.db.query("orders").withIndex("by_customer").first();
      const { documentsRead, documentsWritten, databaseQueries } =
        await ctx.meta.getTransactionMetrics();
      return [documentsRead.used, documentsWritten.used, databaseQueries.used];
    },
  }),
  later: mutation({
    args: { ms: v.number() },
    handler: async (ctx, { ms }) => {
      await ctx.scheduler.runAfter(ms, create, { customer: "later", amount: 1 });
    },
  }),
  laterFromAction: actionGeneric({
    args: { ms: v.number() },
    handler: async (ctx, { ms }) => {
      await ctx.runMutation(create, { customer: "now", amount: 1 });
      await ctx.scheduler.runAfter(ms, create, { customer: "later", amount: 1 });
    },
  }),
};
