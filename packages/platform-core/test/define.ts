import type { DataModelFromSchemaDefinition } from "convex/server";
import { initPlatform } from "../src/index.js";
import type schema from "./schema.js";

export type DataModel = DataModelFromSchemaDefinition<typeof schema>;

export const { defineAggregate, defineProjection } = initPlatform<DataModel>();
