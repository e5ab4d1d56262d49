import { platformTables, projectionTable } from "@convex-es/platform-core";
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { vCustomer, vOrderItem } from "./contexts/orders/events";

export default defineSchema({
  ...platformTables,
  orderSummaries: projectionTable(
    { customerId: v.string(), status: v.string(), totalCents: v.number() },
    { by_customer: ["customerId"] },
  ),
  orderDetails: projectionTable({
    customerId: v.string(),
    customer: vCustomer,
    status: v.string(),
    items: v.array(vOrderItem),
    totalCents: v.number(),
  }),
  orderFulfilment: projectionTable({
    status: v.string(),
    reserved: v.number(),
    refused: v.number(),
    confirmed: v.number(),
  }),
  productSales: projectionTable({
    orders: v.number(),
    quantity: v.number(),
    revenueCents: v.number(),
  }),
  customerSales: projectionTable({
    name: v.string(),
    orders: v.number(),
    revenueCents: v.number(),
  }),
  customerCancellations: projectionTable({
    newestAt: v.number(),
    cancelledAt: v.array(v.number()),
  }),
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
