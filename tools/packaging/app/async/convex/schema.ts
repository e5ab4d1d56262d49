import { platformTables, projectionTable } from "@convex-es/platform-core";
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  books: defineTable({ title: v.string() }),
  ...platformTables,
  openLoans: projectionTable({ reader: v.string() }),
  loansPerReader: projectionTable({ loans: v.number() }),
});
