import { platformTables, projectionTable } from "@convex-es/platform-core";
import { defineSchema } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  ...platformTables,
  openTasks: projectionTable({ title: v.string() }),
});
