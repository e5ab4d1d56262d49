import {
  defineSchema,
  defineTable,
  mutationGeneric,
  queryGeneric,
  type DataModelFromSchemaDefinition,
  type MutationBuilder,
  type QueryBuilder,
} from "convex/server";
import { v } from "convex/values";

/** The tables of the app the engine is tested with. */
export const schema = defineSchema({
  orders: defineTable({ customer: v.string(), amount: v.number(), note: v.optional(v.any()) })
    .index("by_customer", ["customer"])
    .index("by_customer_and_amount", ["customer", "amount"]),
  log: defineTable({ stream: v.string(), n: v.number(), position: v.commitTs() })
    .index("by_stream", ["stream", "n"])
    .index("by_position", ["position"]),
  cursors: defineTable({ name: v.string(), position: v.int64() }).index("by_name", ["name"]),
});

type DataModel = DataModelFromSchemaDefinition<typeof schema>;

/** Defines a query of that app. */
export const query: QueryBuilder<DataModel, "public"> = queryGeneric;

/** Defines a mutation of that app. */
export const mutation: MutationBuilder<DataModel, "public"> = mutationGeneric;
