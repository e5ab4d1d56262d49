import { initPlatform } from "@convex-es/platform-core";
import type { DataModelFromSchemaDefinition } from "convex/server";
import type schema from "./schema";

type DataModel = DataModelFromSchemaDefinition<typeof schema>;
export const { defineProjection } = initPlatform<DataModel>();
