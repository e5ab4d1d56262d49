import { createPlatform } from "@convex-es/platform-core";
import { components } from "./_generated/api";
import schema from "./schema";

export const platform = createPlatform(components, { schema, contexts: [] });
export const { query, mutation, action } = platform.runtime();
