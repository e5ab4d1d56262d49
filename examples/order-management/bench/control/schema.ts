import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export const vItem = v.object({
  productId: v.string(),
  quantity: v.number(),
  unitPriceCents: v.number(),
});

export default defineSchema({
  orders: defineTable({
    orderId: v.string(),
    customerId: v.string(),
    status: v.union(v.literal("draft"), v.literal("submitted")),
    items: v.array(vItem),
    totalCents: v.number(),
    version: v.number(),
  }).index("by_order", ["orderId"]),
  orderEvents: defineTable({
    orderId: v.string(),
    version: v.number(),
    type: v.string(),
    payload: v.any(),
    actor: v.string(),
    at: v.number(),
  }).index("by_order", ["orderId", "version"]),
});
