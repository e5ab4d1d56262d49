import { platformTables, projectionTable } from "@convex-es/platform-core";
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  ...platformTables,
  orderSummaries: projectionTable(
    { customerId: v.string(), status: v.string(), totalCents: v.number() },
    { by_customer: ["customerId"] },
  ),
  productCatalogue: projectionTable({
    sku: v.string(),
    name: v.string(),
    unitPriceCents: v.number(),
    onHand: v.number(),
    available: v.number(),
  }),
  customers: defineTable({
    tenant: v.string(),
    customerId: v.string(),
    name: v.string(),
  }).index("by_customer", ["tenant", "customerId"]),
});
