import { createPlatform } from "@convex-es/platform-core";
import { components } from "./_generated/api";

export const platform = createPlatform(components, { contexts: [] });
export const { query, mutation, action } = platform.runtime();
