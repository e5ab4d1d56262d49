import { initPlatform } from "@convex-es/platform-core";
import type { DataModel } from "./_generated/dataModel";

export const { defineAggregate, defineProjection } = initPlatform<DataModel>();
