import {
  actionGeneric,
  componentsGeneric,
  defineSchema,
  defineTable,
  internalMutationGeneric as internalMutation,
  makeFunctionReference,
  mutationGeneric as mutation,
  queryGeneric as query,
} from "convex/server";
import { v } from "convex/values";
import type { AppSource } from "./createEngine.js";

const ref = makeFunctionReference<any, any, any>;
const ledger = (componentsGeneric() as any).ledger.entries;

const schema = defineSchema({
  orders: defineTable({ customer: v.string(), amount: v.number(), note: v.optional(v.any()) })
    .index("by_customer", ["customer"])
    .index("by_customer_and_amount", ["customer", "amount"]),
  log: defineTable({ stream: v.string(), n: v.number(), position: v.commitTs() })
    .index("by_stream", ["stream", "n"])
    .index("by_position", ["position"]),
  cursors: defineTable({ name: v.string(), position: v.int64() }).index("by_name", ["name"]),
});

const orders = {
  create: mutation({
    args: { customer: v.string(), amount: v.number() },
    handler: async (ctx, fields) => ctx.db.insert("orders", fields),
  }),
  createWithNote: mutation({
    args: { note: v.any() },
    handler: async (ctx, { note }) => ctx.db.insert("orders", { customer: "c", amount: 0, note }),
  }),
  get: query({
    args: { id: v.id("orders") },
    handler: async (ctx, { id }) => ctx.db.get("orders", id),
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
      await ctx.runMutation(ref("orders:fail"), args).catch(() => null);
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
      depth === 0 ? 0 : 1 + (await ctx.runMutation(ref("orders:deep"), { depth: depth - 1 })),
  }),
  limited: mutation({
    args: { documentsRead: v.number() },
    handler: async (ctx, { documentsRead }) =>
      ctx.runQuery(ref("orders:all"), {}, { transactionLimits: { documentsRead } }),
  }),
  readThenLimited: mutation({
    args: { documentsRead: v.number() },
    handler: async (ctx, args) => {
      await ctx.runQuery(ref("orders:all"), {});
      return ctx.runMutation(ref("orders:limited"), args);
    },
  }),
  look: mutation({
    args: {},
    handler: async (ctx) => {
      await ctx.db.query("orders").collect();
    },
  }),
  metrics: mutation({
    args: { id: v.id("orders") },
    handler: async (ctx, { id }) => {
      await ctx.db.patch("orders", id, { amount: 5 });
      await ctx.db.query("orders").withIndex("by_customer").first();
      const { documentsRead, documentsWritten, databaseQueries } = await (
        ctx as any
      ).meta.getTransactionMetrics();
      return [documentsRead.used, documentsWritten.used, databaseQueries.used];
    },
  }),
  later: mutation({
    args: { ms: v.number() },
    handler: async (ctx, { ms }) => {
      await ctx.scheduler.runAfter(ms, ref("orders:create"), { customer: "later", amount: 1 });
    },
  }),
  whoAmI: query({
    args: {},
    handler: async (ctx) => (await ctx.auth.getUserIdentity())?.subject ?? null,
  }),
  laterFromAction: actionGeneric({
    args: { ms: v.number() },
    handler: async (ctx, { ms }) => {
      await ctx.runMutation(ref("orders:create"), { customer: "now", amount: 1 });
      await ctx.scheduler.runAfter(ms, ref("orders:create"), { customer: "later", amount: 1 });
    },
  }),
};

const log = {
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
      await ctx.runMutation(ref("log:append"), args);
      await ctx.runMutation(ref("log:append"), args);
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
      const page = await ctx.runQuery(ref("log:page"), { after }, {
        useStaleSnapshot: true,
      } as any);
      await ctx.db.insert("cursors", { name: "c", position: after });
      return page;
    },
  }),
};

const bank = {
  post: mutation({
    args: { account: v.string() },
    handler: async (ctx, args) => ctx.runMutation(ledger.post, args),
  }),
  balance: mutation({
    args: { account: v.string() },
    handler: async (ctx, args) => {
      const balance = await ctx.runQuery(ledger.balance, args);
      await ctx.db.insert("orders", { customer: args.account, amount: balance });
    },
  }),
};

const ledgerSchema = defineSchema({
  entries: defineTable({ account: v.string() }).index("by_account", ["account"]),
  orders: defineTable({ customer: v.string() }),
});

const entries = {
  post: mutation({
    args: { account: v.string() },
    returns: v.null(),
    handler: async (ctx, { account }) => {
      await ctx.db.insert("entries", { account });
      return null;
    },
  }),
  balance: query({
    args: { account: v.string() },
    handler: async (ctx, { account }) =>
      (
        await ctx.db
          .query("entries")
          .withIndex("by_account", (q) => q.eq("account", account))
          .collect()
      ).length,
  }),
  internalOnly: internalMutation({ args: {}, handler: async () => null }),
};

/** An app with one component, for the tests of the engine. */
export const testApp: AppSource = {
  "": {
    schema,
    modules: {
      "./_generated/api.js": async () => ({}),
      "./orders.ts": async () => orders,
      "./log.ts": async () => log,
      "./bank.ts": async () => bank,
      "./orders.test.ts": async () => {
        throw new Error("tests are not modules of the app");
      },
    },
  },
  ledger: {
    schema: ledgerSchema,
    modules: { "./_generated/api.js": async () => ({}), "./entries.ts": async () => entries },
  },
};
