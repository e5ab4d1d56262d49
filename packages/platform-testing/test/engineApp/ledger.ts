import {
  componentsGeneric,
  defineSchema,
  defineTable,
  mutationGeneric,
  queryGeneric,
  type DataModelFromSchemaDefinition,
  type FunctionReference,
  type MutationBuilder,
  type QueryBuilder,
} from "convex/server";
import { v } from "convex/values";
import { mutation } from "./schema.js";

type Account = { account: string };
type Components = {
  ledger: {
    entries: {
      post: FunctionReference<"mutation", "internal", Account, null>;
      balance: FunctionReference<"query", "internal", Account, number>;
    };
  };
};

const { ledger } = componentsGeneric() as unknown as Components;

/** Functions of the app that call the ledger, a component of it. */
export const bank = {
  post: mutation({
    args: { account: v.string() },
    handler: async (ctx, args) => ctx.runMutation(ledger.entries.post, args),
  }),
  balance: mutation({
    args: { account: v.string() },
    handler: async (ctx, args) => {
      const balance = await ctx.runQuery(ledger.entries.balance, args);
      await ctx.db.insert("orders", { customer: args.account, amount: balance });
    },
  }),
};

/** The tables of the ledger; one has a name the app uses too. */
export const ledgerSchema = defineSchema({
  entries: defineTable({ account: v.string() }).index("by_account", ["account"]),
  orders: defineTable({ customer: v.string() }),
});

type DataModel = DataModelFromSchemaDefinition<typeof ledgerSchema>;
const ledgerQuery: QueryBuilder<DataModel, "public"> = queryGeneric;
const ledgerMutation: MutationBuilder<DataModel, "public"> = mutationGeneric;

/** The functions of the ledger. */
export const entries = {
  post: ledgerMutation({
    args: { account: v.string() },
    returns: v.null(),
    handler: async (ctx, { account }) => {
      await ctx.db.insert("entries", { account });
      return null;
    },
  }),
  balance: ledgerQuery({
    args: { account: v.string() },
    handler: async (ctx, { account }) =>
      (
        await ctx.db
          .query("entries")
          .withIndex("by_account", (q) => q.eq("account", account))
          .collect()
      ).length,
  }),
};
