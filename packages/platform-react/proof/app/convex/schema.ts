import { platformTables, projectionTable } from "@convex-es/platform-core";
import { defineSchema, type DataModelFromSchemaDefinition } from "convex/server";
import { v } from "convex/values";

const schema = defineSchema({
  ...platformTables,
  productSales: projectionTable({ orders: v.number(), cents: v.number() }),
});
export default schema;

export type DataModel = DataModelFromSchemaDefinition<typeof schema>;
