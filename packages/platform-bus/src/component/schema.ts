import { defineSchema } from "convex/server";
import { commandTables } from "../contract/tables.js";

export default defineSchema(commandTables);
