import { platformTables, projectionTable } from "@convex-es/platform-core";
import { defineSchema } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  ...platformTables,
  orderSummaries: projectionTable(
    { customerId: v.string(), status: v.string(), totalCents: v.number() },
    { by_customer: ["customerId"] },
  ),
});
