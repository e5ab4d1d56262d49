import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { platformTables, projectionTable } from "../src/index.js";

export default defineSchema({
  ...platformTables,
  balances: projectionTable(
    { owner: v.string(), cents: v.number() },
    { by_owner: ["owner"], by_owner_and_cents: ["owner", "cents"] },
  ),
  movements: projectionTable({ kind: v.string(), count: v.number(), last: v.optional(v.string()) }),
  pits: projectionTable({ kind: v.string(), count: v.number() }),
  roomBoard: projectionTable(
    v.union(
      v.object({ status: v.literal("free") }),
      v.object({
        status: v.literal("taken"),
        guest: v.string(),
        vatId: v.union(v.string(), v.null()),
      }),
    ),
    { by_status: ["status"] },
  ),
  rates: defineTable({ currency: v.string(), percent: v.number() }).index("by_currency", [
    "currency",
  ]),
});
